//! What has a price.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something that AWS charges for, and how it is counted.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    clap::ValueEnum,
)]
#[serde(rename_all = "snake_case")]
#[value(rename_all = "snake_case")]
pub enum Item {
    /// A million write request units, Standard class.
    OnDemandWrite,
    /// A million read request units, Standard class.
    OnDemandRead,
    /// A million replicated write request units, Standard class, in each Region of a global table.
    OnDemandReplicatedWrite,
    /// A write capacity unit for an hour, Standard class.
    ProvisionedWrite,
    /// A read capacity unit for an hour, Standard class.
    ProvisionedRead,
    /// A replicated write capacity unit for an hour, Standard class, in each Region of a global table.
    ProvisionedReplicatedWrite,
    /// The upfront fee of 100 write capacity units reserved for a year.
    #[serde(rename = "reserved_1y_write_upfront")]
    #[value(name = "reserved_1y_write_upfront")]
    Reserved1yWriteUpfront,
    /// An hour of 100 write capacity units reserved for a year.
    #[serde(rename = "reserved_1y_write_hour")]
    #[value(name = "reserved_1y_write_hour")]
    Reserved1yWriteHour,
    /// The upfront fee of 100 read capacity units reserved for a year.
    #[serde(rename = "reserved_1y_read_upfront")]
    #[value(name = "reserved_1y_read_upfront")]
    Reserved1yReadUpfront,
    /// An hour of 100 read capacity units reserved for a year.
    #[serde(rename = "reserved_1y_read_hour")]
    #[value(name = "reserved_1y_read_hour")]
    Reserved1yReadHour,
    /// The upfront fee of 100 write capacity units reserved for three years.
    #[serde(rename = "reserved_3y_write_upfront")]
    #[value(name = "reserved_3y_write_upfront")]
    Reserved3yWriteUpfront,
    /// An hour of 100 write capacity units reserved for three years.
    #[serde(rename = "reserved_3y_write_hour")]
    #[value(name = "reserved_3y_write_hour")]
    Reserved3yWriteHour,
    /// The upfront fee of 100 read capacity units reserved for three years.
    #[serde(rename = "reserved_3y_read_upfront")]
    #[value(name = "reserved_3y_read_upfront")]
    Reserved3yReadUpfront,
    /// An hour of 100 read capacity units reserved for three years.
    #[serde(rename = "reserved_3y_read_hour")]
    #[value(name = "reserved_3y_read_hour")]
    Reserved3yReadHour,
    /// A GB of storage for a month, Standard class.
    Storage,
    /// A GB of storage for a month, Standard-IA class.
    IaStorage,
    /// A million write request units, Standard-IA class.
    IaOnDemandWrite,
    /// A million read request units, Standard-IA class.
    IaOnDemandRead,
    /// A million replicated write request units, Standard-IA class.
    IaOnDemandReplicatedWrite,
    /// A write capacity unit for an hour, Standard-IA class.
    IaProvisionedWrite,
    /// A read capacity unit for an hour, Standard-IA class.
    IaProvisionedRead,
    /// A replicated write capacity unit for an hour, Standard-IA class.
    IaProvisionedReplicatedWrite,
    /// A GB in point-in-time recovery for a month.
    PointInTimeRecovery,
    /// A GB in on-demand backups for a month.
    Backup,
    /// 100,000 `GetRecords` calls on the table's stream.
    StreamRead,
    /// A GB sent to another Region by replication. It is charged beside `DynamoDB`.
    CrossRegionTransfer,
}

impl Item {
    /// Its key in a prices file.
    pub fn key(self) -> String {
        match serde_json::to_value(self) {
            Ok(serde_json::Value::String(key)) => key,
            _ => String::new(),
        }
    }

    /// What its price is for: one of this.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::OnDemandWrite | Self::IaOnDemandWrite => "million WRU",
            Self::OnDemandRead | Self::IaOnDemandRead => "million RRU",
            Self::OnDemandReplicatedWrite | Self::IaOnDemandReplicatedWrite => "million rWRU",
            Self::ProvisionedWrite | Self::IaProvisionedWrite => "WCU-hour",
            Self::ProvisionedRead | Self::IaProvisionedRead => "RCU-hour",
            Self::ProvisionedReplicatedWrite | Self::IaProvisionedReplicatedWrite => "rWCU-hour",
            Self::Reserved1yWriteUpfront | Self::Reserved3yWriteUpfront => "100 WCU",
            Self::Reserved1yReadUpfront | Self::Reserved3yReadUpfront => "100 RCU",
            Self::Reserved1yWriteHour | Self::Reserved3yWriteHour => "100 WCU-hours",
            Self::Reserved1yReadHour | Self::Reserved3yReadHour => "100 RCU-hours",
            Self::Storage | Self::IaStorage | Self::PointInTimeRecovery | Self::Backup => "GB-month",
            Self::StreamRead => "100,000 GetRecords calls",
            Self::CrossRegionTransfer => "GB",
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn the_key_is_the_one_of_files_and_of_the_command_line() {
        for item in Item::value_variants() {
            let name = item.to_possible_value().map(|value| value.get_name().to_owned());
            assert_eq!(name, Some(item.key()));
        }
        assert_eq!(Item::Reserved1yWriteHour.key(), "reserved_1y_write_hour");
    }
}
