//! `CAP…`: capacity and cost.

use super::declare::checks;
use super::properties::Direction;

checks! { Capacity:
    CAP_PRICES "CAP001" "prices-known" Medium "0.1.0"
        "every price that is needed is known"
    CAP_PRICE_AGE "CAP002" "prices-current" Low "0.1.0"
        "every price that is used is less than a year old"
    CAP_HOTTEST_KEY "CAP003" "hottest-key" High "0.1.0"
        "the busiest key stays below what one partition gives"
    CAP_TABLE_QUOTA "CAP004" "table-quota" Medium "0.1.0"
        "the capacity stays within a table's default quota"
    CAP_ACCOUNT_QUOTA "CAP005" "account-quota" Low "0.1.0"
        "the capacity stays within an account's default quota"
    CAP_ITEM "CAP006" "item-size" Critical "0.1.0"
        "an item is at most 400 KB"
    CAP_ON_DEMAND_START "CAP007" "on-demand-start" High "0.1.0"
        "a new table on demand takes the peak at once"
    CAP_KEEPS_UP "CAP008" "capacity-keeps-up" High "0.1.0"
        "capacity keeps up with the traffic"
    CAP_TRAFFIC "CAP009" "traffic-known" Medium "0.1.0"
        "the traffic is known minute by minute"
    CAP_MODE "CAP010" "capacity-mode" Low "0.1.0"
        "the table's capacity mode is the cheapest for its traffic"
    CAP_THROTTLED "CAP011" "no-throttling" High "0.1.0"
        "no request was throttled"
        { direction: Direction::MoreIsWorse }
    CAP_BOUNDS "CAP012" "scaling-bounds" High "0.1.0"
        "the autoscaling bounds fit the traffic"
    CAP_REPLICA_WRITES "CAP013" "replica-writes" High "0.1.0"
        "every replica can take the writes of all Regions"
    CAP_TABLE "CAP014" "table-answers" High "0.1.0"
        "the table answers, and what it uses is known"
    CAP_ITEMS_FIT "CAP020" "items-fit" Critical "0.1.0"
        "every item is at most 400 KB"
        { direction: Direction::MoreIsWorse }
    CAP_ITEMS_STORABLE "CAP021" "items-storable" Critical "0.1.0"
        "every item is one that DynamoDB would store"
        { direction: Direction::MoreIsWorse }
}
