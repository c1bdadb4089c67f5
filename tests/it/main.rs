//! The one integration-test binary: black-box tests of the library and of the built program.

mod uri;
mod uri_properties;
