//! `IAM…`: what a role may do.

use super::declare::checks;

checks! { Access:
    IAM_READ "IAM001" "iam-read" Critical "0.1.0"
        "the role may read the table in every Region"
    IAM_WRITE "IAM002" "iam-write" Critical "0.1.0"
        "the role may write the table in every Region"
    IAM_SECRET "IAM003" "iam-secret" Critical "0.1.0"
        "the role may read the secret"
    IAM_KEY "IAM004" "iam-key" Critical "0.1.0"
        "the role may use the keys of the table and of the secret"
}
