//! How people name a table that exists: by its name, by its ARN, or by its connection URI.

use std::str::FromStr;

/// A table's name, and the Region that its ARN names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRef {
    /// The name.
    pub name: String,
    /// The Region, where an ARN was given.
    pub region: Option<String>,
}

impl TableRef {
    /// The Region to ask in, where `given` is what `--region` says. An ARN names its own.
    ///
    /// # Errors
    /// When the two are different ones, with both.
    pub fn region_or(&self, given: Option<String>) -> Result<Option<String>, String> {
        match (&self.region, given) {
            (Some(of_arn), Some(given)) if *of_arn != given => {
                Err(format!("the ARN is of {of_arn}, and --region is {given}"))
            }
            (of_arn, given) => Ok(of_arn.clone().or(given)),
        }
    }
}

impl FromStr for TableRef {
    type Err = String;

    /// # Errors
    /// When it is none of the three; the text is not repeated, for it may be a URI with a password.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.strip_prefix("dynamodb:///").unwrap_or(text);
        let (name, region) = match text.strip_prefix("arn:") {
            Some(arn) => {
                let (name, region) = of_arn(arn)
                    .ok_or("an ARN that is no table's: write arn:aws:dynamodb:REGION:ACCOUNT:table/NAME")?;
                (name, Some(region.to_owned()))
            }
            None => (text, None),
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
        if !(3..=255).contains(&name.len()) || !name.chars().all(is_name) {
            return Err(
                "a table's name has 3 to 255 letters, digits, `_`, `.` or `-`; its ARN and dynamodb:///NAME are taken, too"
                    .to_owned(),
            );
        }
        Ok(Self { name: name.to_owned(), region })
    }
}

/// The name and the Region of `PARTITION:dynamodb:REGION:ACCOUNT:table/NAME`.
fn of_arn(arn: &str) -> Option<(&str, &str)> {
    let parts: Vec<&str> = arn.split(':').collect();
    let [_, "dynamodb", region, _, resource] = parts.as_slice() else { return None };
    let name = resource.strip_prefix("table/")?;
    let is_region = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_right = !region.is_empty() && region.chars().all(is_region) && !name.contains('/');
    is_right.then_some((name, *region))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_three_names() {
        let parsed = |text: &str| text.parse::<TableRef>().map(|one| (one.name, one.region));
        let name = "chalk-online-store".to_owned();
        let region = Some("us-east-1".to_owned());
        let arn = "arn:aws:dynamodb:us-east-1:123456789012:table/chalk-online-store";
        assert_eq!(parsed("chalk-online-store"), Ok((name.clone(), None)));
        assert_eq!(parsed("dynamodb:///chalk-online-store"), Ok((name.clone(), None)));
        assert_eq!(parsed(arn), Ok((name.clone(), region.clone())));
        assert_eq!(parsed(&format!("dynamodb:///{arn}")), Ok((name, region)));
    }

    #[test]
    fn what_is_none_is_not_repeated() {
        for text in [
            "",
            "ab",
            "a table",
            "rediss://:canary@host:6379",
            "dynamodb://canary/table",
            "dynamodb:///table?password=canary",
            "arn:aws:dynamodb:us-east-1:1:table/t-1/index/canary",
            "arn:aws:s3:::canary",
            "arn:aws:dynamodb:US:1:table/canary",
        ] {
            let told = text.parse::<TableRef>().expect_err(text);
            assert!(!told.contains("canary"), "{told}");
        }
    }
}
