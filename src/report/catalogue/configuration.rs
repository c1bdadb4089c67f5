//! `CFG…`: `chalkstore.toml`.

use super::declare::checks;
use super::properties::Basis;

checks! { Configuration:
    CFG_PARTS "CFG001" "cfg-parts" High "0.1.0"
        "every part of the environment is described"
    CFG_SKIPS_EXPIRED "CFG002" "cfg-skips-expired" Medium "0.1.0"
        "no skip has expired"
    CFG_SKIPS_NEEDED "CFG003" "cfg-skips-needed" Low "0.1.0"
        "every skip still skips something"
    CFG_AGREES "CFG004" "cfg-agrees" High "0.1.0"
        "what the parts say of each other agrees"
        { basis: Basis::Agreement }
}
