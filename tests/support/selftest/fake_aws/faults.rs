//! What a test lets go wrong.

use serde_json::json;

use super::super::tools::{SHORT, timed_out};
use super::{EAST, NAME, WEST, add_replica, ask, ask_within, describe, done, of_table, refused, with_table};
use crate::support::fake_aws::Cut;

const UPDATE: &str = "dynamodb:UpdateTable";

#[test]
fn calls_fail_as_often_as_they_are_told_to() {
    let aws = with_table(None);
    aws.fail_next(UPDATE, "ThrottlingException", "Rate exceeded", 1);
    aws.fail_next("*", "InternalServerError", "it broke", 1);
    let protect = of_table("DeletionProtectionEnabled", &json!(true));
    assert_eq!(refused(&aws, EAST, UPDATE, &protect).0, "ThrottlingException");
    let (status, _) = ask(&aws, EAST, UPDATE, &protect).expect("an answer");
    assert_eq!(status, 500);
    aws.deny(WEST, "dynamodb:CreateTableReplica");
    let (code, words) = refused(&aws, EAST, UPDATE, &add_replica(WEST));
    assert_eq!(code, "AccessDeniedException");
    assert!(words.contains("not authorized to perform: dynamodb:CreateTableReplica"), "{words}");
    aws.deny("*", UPDATE);
    assert_eq!(refused(&aws, EAST, UPDATE, &protect).0, "AccessDeniedException");
    assert!(aws.changes().is_empty());
    aws.mend();
    done(&aws, EAST, UPDATE, &protect);
    let code = refused(&aws, EAST, "dynamodb:DeleteTable", &json!({"TableName": NAME})).0;
    assert_eq!(code, "AccessDeniedException");
}

#[test]
fn connections_end_after_a_change_has_taken_effect() {
    let aws = with_table(None);
    let protect = of_table("DeletionProtectionEnabled", &json!(true));
    aws.cut_after(1, Cut::Drop);
    describe(&aws, EAST);
    assert!(!aws.is_cut());
    ask(&aws, EAST, UPDATE, &protect).expect_err("no answer to the change itself");
    assert!(aws.is_cut() && aws.state().table(EAST, NAME).deletion_protection);
    ask(&aws, EAST, "dynamodb:DescribeTable", &json!({"TableName": NAME})).expect_err("no answer any more");
    aws.mend();
    aws.forget_calls();
    assert_eq!(describe(&aws, EAST)["TableStatus"], "UPDATING");
    assert_eq!(aws.calls().len(), 1);
    aws.unreachable(WEST);
    ask(&aws, WEST, UPDATE, &protect).expect_err("this Region is away");
}

#[test]
fn answers_are_kept_back_and_have_more_than_anyone_knows() {
    let aws = with_table(None);
    aws.unknown_fields(true);
    assert!(describe(&aws, EAST)["KeySchema"][0]["NeverHeardOf"].is_object());
    aws.silent(UPDATE, 1);
    let protect = of_table("DeletionProtectionEnabled", &json!(true));
    let answer = ask_within(SHORT, &aws, EAST, UPDATE, &protect);
    assert!(timed_out(answer) && aws.state().table(EAST, NAME).deletion_protection);
    describe(&aws, EAST);
    aws.cut_after(2, Cut::Hang);
    assert!(timed_out(ask_within(SHORT, &aws, EAST, UPDATE, &of_table("TableClass", &json!("STANDARD")))));
    assert!(timed_out(ask_within(SHORT, &aws, EAST, UPDATE, &protect)));
    assert_eq!(aws.attempts().len(), 2);
}
