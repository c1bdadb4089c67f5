//! How a family's checks are declared: constant, code, name, severity, version and passing state, and in braces what is
//! particular about a check, where something is.

macro_rules! checks {
    ($category:ident: $($constant:ident $code:literal $name:literal $severity:ident $since:literal $passing:literal
        $({ $($property:ident: $value:expr),+ })?)+) => {
        $(
            #[doc = concat!("`", $code, "`: ", $passing, ".")]
            pub static $constant: $crate::report::Check = $crate::report::Check {
                code: $code,
                name: $name,
                category: $crate::report::Category::$category,
                severity: $crate::report::Severity::$severity,
                since: $since,
                passing: $passing,
                page: include_str!(concat!("../../../explain/", $code, ".md")),
                properties: $crate::report::catalogue::Properties {
                    $($($property: $value,)+)?
                    ..$crate::report::catalogue::Properties::of($crate::report::Category::$category)
                },
            };
        )+

        /// The family, in the order of its codes.
        pub(super) const FAMILY: &[&$crate::report::Check] = &[$(&$constant),+];
    };
}

pub(super) use checks;
