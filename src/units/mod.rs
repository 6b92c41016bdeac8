//! Values that carry their proof: parsed once, valid ever after.
