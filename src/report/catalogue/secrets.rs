//! `SEC…`: secrets.

use super::declare::checks;

checks! { Secrets:
    SEC_ARGUMENT "SEC001" "sec-argument" Medium "0.1.0"
        "no secret was given as a command-line argument"
    SEC_READABLE "SEC002" "sec-readable" Critical "0.1.0"
        "the secret can be read"
    SEC_VALID "SEC003" "sec-valid" Critical "0.1.0"
        "the URI that is to be stored passes its checks"
    SEC_USABLE "SEC004" "sec-usable" Critical "0.1.0"
        "the secret's name is free, or its secret can be used"
    SEC_SAME_STORE "SEC005" "sec-same-store" High "0.1.0"
        "the secret holds no other store's URI"
    SEC_STORED "SEC006" "sec-stored" Critical "0.1.0"
        "the secret holds the URI, in every Region that it is replicated to"
    SEC_SETTINGS "SEC007" "sec-settings" Medium "0.1.0"
        "the secret's key, description, tags and Regions are as wanted"
}
