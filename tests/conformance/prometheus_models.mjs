// Reads a list of the Prometheus operator's objects as JSON, and writes what the models' own
// validators say of each: a list of texts, empty where there is nothing to say.
import { readFileSync } from "node:fs";

const models = "@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1";

async function judge(value) {
  try {
    const { [value.kind]: Model } = await import(`${models}/${value.kind}`);
    new Model(value).validate();
    return [];
  } catch (error) {
    return [error.message];
  }
}

const values = JSON.parse(readFileSync(0, "utf-8"));
console.log(JSON.stringify(await Promise.all(values.map(judge))));
