//! The commands in the README and the docs run, and print what stands there.

#[test]
fn readme_and_docs() {
    trycmd::TestCases::new()
        .register_bin("chalkstore", std::path::PathBuf::from(env!("CARGO_BIN_EXE_chalkstore")))
        .env("NO_COLOR", "1")
        .case("README.md")
        .case("docs/cookbook.md")
        .case("tests/cmd/*.md")
        .run();
}
