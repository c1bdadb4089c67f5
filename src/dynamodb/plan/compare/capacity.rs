//! Billing mode, and capacity that is fixed.

use super::standing::{Standing, differs};
use crate::dynamodb::evidence::ProvisionedSeen;
use crate::dynamodb::plan::{Action, Attribute, Compared, Fix, Verdict};
use crate::dynamodb::spec::{Billing, TableSpec};

pub(super) fn billing(spec: &TableSpec, own: Standing<'_>) -> Vec<Compared> {
    let is = own.facts.billing_mode.as_str();
    let is_on_demand = own.facts.is_on_demand();
    match &spec.billing {
        Billing::OnDemand if is_on_demand => {
            vec![own.compared(Attribute::Billing, Verdict::Same(is.to_owned()))]
        }
        Billing::OnDemand => {
            vec![
                own.compared(
                    Attribute::Billing,
                    differs(is, "PAY_PER_REQUEST", own.call(Action::BillOnDemand)),
                ),
            ]
        }
        Billing::Provisioned { read, write } | Billing::Autoscaling { read, write, .. } if is_on_demand => {
            let call = own.call(Action::BillProvisioned { read: *read, write: *write });
            vec![own.compared(Attribute::Billing, differs(is, "PROVISIONED", call))]
        }
        Billing::Provisioned { read, write } => vec![
            own.compared(Attribute::Billing, Verdict::Same(is.to_owned())),
            own.compared(Attribute::Capacity, fixed(*read, *write, own)),
        ],
        Billing::Autoscaling { .. } => {
            let outside =
                outside_of_bounds(spec, own).map(|verdict| own.compared(Attribute::Capacity, verdict));
            std::iter::once(own.compared(Attribute::Billing, Verdict::Same(is.to_owned())))
                .chain(outside)
                .collect()
        }
    }
}

fn fixed(read: u64, write: u64, own: Standing<'_>) -> Verdict {
    let Some(is) = &own.facts.provisioned else { return super::standing::unread("AWS tells no capacity") };
    if u64::try_from(is.read_units) == Ok(read) && u64::try_from(is.write_units) == Ok(write) {
        return Verdict::Same(units(is));
    }
    differs(
        units(is),
        format!("{read} read and {write} write units"),
        own.call(Action::SetCapacity { read, write }),
    )
}

fn units(is: &ProvisionedSeen) -> String {
    format!("{} read and {} write units", is.read_units, is.write_units)
}

/// Capacity below the minimum stays there: autoscaling looks at it only when its bounds are set anew (measured by
/// others on AWS: no correction within 12 minutes).
fn outside_of_bounds(spec: &TableSpec, own: Standing<'_>) -> Option<Verdict> {
    let is = own.facts.provisioned.as_ref()?;
    // Where the bounds themselves are others, setting them moves the capacity too.
    let (reads, writes) = (spec.read_policy(own.region())?, spec.write_policy()?);
    let low = |units: i64, min: u64| u64::try_from(units).is_ok_and(|units| units < min);
    if !low(is.read_units, reads.min) && !low(is.write_units, writes.min) {
        return None;
    }
    let wanted = format!("{} read and {} write units at least", reads.min, writes.min);
    let calls = super::scaling::bounds_anew(spec, own, is);
    // Where scaling itself differs or is suspended, that is told.
    (!calls.is_empty()).then(|| differs(units(is), wanted, Fix::Calls(calls)))
}
