//! GitHub's job summary: `--output markdown=$GITHUB_STEP_SUMMARY`.

use crate::program::{chalkstore, run_with, text};

/// It is one file for all that a step has to say, so what stands in it stays there. Any other file is written anew.
#[test]
fn a_job_summary_is_added_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("summary");
    let output = format!("markdown={}", text(&file));
    std::fs::write(&file, "# before\n\n").expect("can write");
    for _ in 0..2 {
        let mut command = chalkstore();
        command.env("GITHUB_STEP_SUMMARY", &file);
        let uri = "rediss://cache.internal:6379/0?clustered=true";
        let ran = run_with(command, &["validate-uri", uri, "--output", "github", "--output", &output], b"");
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    let written = std::fs::read_to_string(&file).expect("was written");
    assert!(written.starts_with("# before\n\n### ✅ chalkstore validate-uri: "), "{written}");
    assert_eq!(written.matches("### ✅").count(), 2, "{written}");
    let ran = run_with(chalkstore(), &["validate-uri", "redis://h", "--output", &output], b"");
    assert_eq!(ran.code, 1, "{ran:?}");
    let written = std::fs::read_to_string(&file).expect("was written");
    assert_eq!(written.matches("### ").count(), 1, "{written}");
}
