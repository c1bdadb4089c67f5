//! Asks AWS's policy simulator, and `DynamoDB` in which Regions the table has replicas.

use aws_config::SdkConfig;
use aws_credential_types::Credentials as Keys;
use aws_sdk_iam::Client;
use aws_sdk_iam::types::{
    ContextEntry, ContextKeyTypeEnum, EvaluationResult, OrganizationsDecisionDetail,
    PermissionsBoundaryDecisionDetail, PolicyEvaluationDecisionType, ResourceSpecificResult, Statement,
};
use futures_util::future::join_all;
use futures_util::join;
use jiff::Timestamp;

use super::questions::{Target, of_secret_and_keys, of_table};
use super::{Answer, Decided, Decision, Evidence, Question, Replicas, StatementSeen};
use crate::aws::{self, Asked, Failure, FailureKind, Options};
use crate::connect::text::escape;
use crate::dynamodb::observe::describe;
use crate::dynamodb::status::Status;
use crate::observe::Context;

/// The most pages of one answer that are read: a question has a handful of actions.
const MAX_PAGES: usize = 20;
/// The most statements of one decision that are kept.
const MAX_STATEMENTS: usize = 5;

/// Asks everything at once. All failures are evidence; what was known at the context's deadline is returned.
pub async fn access(target: &Target, options: &Options, context: &Context) -> Evidence {
    let mut seen = Evidence {
        role: target.role.clone(),
        observed_at: Timestamp::now().to_string(),
        not_asked: None,
        answers: Vec::new(),
        topics: target.topics(),
        replicas: Replicas::NotLookedUp,
    };
    context.stage("AWS Region");
    let region = match aws::region_within(options, context).await {
        Ok(region) => region,
        Err(failure) => {
            seen.not_asked = Some(failure);
            context.done();
            return seen;
        }
    };
    context.stage("AWS credentials");
    match aws::connect(options, context).await {
        Err(failure) => seen.not_asked = Some(failure.into()),
        Ok((config, keys)) => {
            context.stage("SimulatePrincipalPolicy");
            let asking = Asking { target, config, keys, context };
            (seen.answers, seen.replicas) = Box::pin(asking.everything(&region.name)).await;
        }
    }
    context.done();
    seen
}

/// What everything is asked with.
struct Asking<'a> {
    target: &'a Target,
    config: SdkConfig,
    keys: Keys,
    context: &'a Context,
}

impl Asking<'_> {
    /// All questions at once, where `region` is asked; only those about replicas that nobody named wait until the table has
    /// told of them.
    async fn everything(&self, region: &str) -> (Vec<Answer>, Replicas) {
        let target = self.target;
        let own = target.own_region(region);
        let simulator = Client::new(&self.in_region(match target.role.partition.as_str() {
            // The one Region in which a partition has IAM.
            "aws-cn" => "cn-north-1",
            "aws-us-gov" => "us-gov-west-1",
            _ => "us-east-1",
        }));
        let mut named: Vec<&str> = Vec::new();
        for region in std::iter::once(own).chain(target.replicas.iter().map(String::as_str)) {
            if !named.contains(&region) {
                named.push(region);
            }
        }
        let replicas = async {
            match &target.table {
                None => (Replicas::NotLookedUp, Vec::new()),
                Some(_) if !target.replicas.is_empty() => (Replicas::Named, Vec::new()),
                Some(table) => {
                    let found = self.replicas(table, own).await;
                    let regions = found.answer().into_iter().flatten().map(String::as_str);
                    let asked = self.ask(&simulator, of_table(target, regions)).await;
                    (Replicas::LookedUp(found), asked)
                }
            }
        };
        let (mut answers, (replicas, of_replicas), others) = join!(
            self.ask(&simulator, of_table(target, named.into_iter())),
            Box::pin(replicas),
            self.ask(&simulator, of_secret_and_keys(target, region)),
        );
        answers.extend(of_replicas);
        answers.extend(others);
        (answers, replicas)
    }

    /// The Regions of the table's replicas, as its own Region tells them. One that is being deleted is as good as gone.
    async fn replicas(&self, table: &str, own: &str) -> Asked<Vec<String>> {
        let client = aws_sdk_dynamodb::Client::new(&self.in_region(own));
        match describe(&client, table, self.context).await {
            Asked::Failed(failure) => Asked::Failed(failure),
            Asked::Answered(facts) => {
                let goes = |word: &str| Status::of(word) == Status::Deleting;
                let stays = facts.replicas.iter().filter(|one| !one.status.as_deref().is_some_and(goes));
                let regions = stays.map(|replica| replica.region.clone());
                let mut others: Vec<String> =
                    regions.filter(|region| region != own && aws::is_region(region)).collect();
                others.sort_unstable();
                others.dedup();
                Asked::Answered(others)
            }
        }
    }

    /// Questions for the simulator, all at once.
    async fn ask(&self, simulator: &Client, questions: Vec<Question>) -> Vec<Answer> {
        let asked = questions.into_iter().map(|question| async {
            let decided = Box::pin(ask(simulator, &self.target.role.arn, &question, self.context)).await;
            Answer { question, decided: decided.into() }
        });
        join_all(asked).await
    }

    fn in_region(&self, region: &str) -> SdkConfig {
        aws::in_region(&self.config, region, self.keys.clone())
    }
}

/// One question, page by page.
async fn ask(
    client: &Client,
    role: &str,
    question: &Question,
    context: &Context,
) -> Result<Vec<Decided>, Failure> {
    let mut decided = Vec::new();
    let mut marker: Option<String> = None;
    for _ in 0..MAX_PAGES {
        let mut call = client
            .simulate_principal_policy()
            .policy_source_arn(role)
            .set_action_names(Some(question.actions.clone()))
            .resource_arns(&question.resource)
            .set_marker(marker.clone());
        if let Some(service) = &question.via_service {
            let entry = ContextEntry::builder()
                .context_key_name("kms:ViaService")
                .context_key_type(ContextKeyTypeEnum::String)
                .context_key_values(service);
            call = call.context_entries(entry.build());
        }
        let answer = context
            .within(Box::pin(call.send()))
            .await
            .map_err(|late| Failure::unanswered("IAM", late, context))?
            .map_err(|error| aws::failure(&error))?;
        decided.extend(answer.evaluation_results().iter().map(|result| decision(result, &question.resource)));
        match answer.marker() {
            Some(next) if answer.is_truncated() && marker.as_deref() != Some(next) => {
                marker = Some(next.to_owned());
            }
            _ if answer.is_truncated() => break,
            _ => return Ok(decided),
        }
    }
    Err(Failure::new(FailureKind::Other, "IAM's answer has no end"))
}

/// What was decided on one action. What is said of the resource itself counts before what is said of all.
fn decision(result: &EvaluationResult, resource: &str) -> Decided {
    let own = result.resource_specific_results().iter().find(|own| own.eval_resource_name() == resource);
    let boundary = own
        .and_then(|own| own.permissions_boundary_decision_detail())
        .or(result.permissions_boundary_decision_detail());
    let organization = result.organizations_decision_detail();
    let mut missing: Vec<String> = own
        .map_or_else(Default::default, ResourceSpecificResult::missing_context_values)
        .iter()
        .chain(result.missing_context_values())
        .map(|key| escape(key))
        .collect();
    missing.sort();
    missing.dedup();
    let statements = match own {
        Some(own) if !own.matched_statements().is_empty() => own.matched_statements(),
        _ => result.matched_statements(),
    };
    Decided {
        action: escape(result.eval_action_name()),
        decision: match own.map_or(result.eval_decision(), |own| own.eval_resource_decision()) {
            PolicyEvaluationDecisionType::Allowed => Decision::Allowed,
            PolicyEvaluationDecisionType::ExplicitDeny => Decision::ExplicitDeny,
            PolicyEvaluationDecisionType::ImplicitDeny => Decision::ImplicitDeny,
            other => Decision::Other(escape(other.as_str())),
        },
        statements: statements.iter().take(MAX_STATEMENTS).map(statement).collect(),
        missing_context: missing,
        organization_allows: organization.map(OrganizationsDecisionDetail::allowed_by_organizations),
        boundary_allows: boundary.map(PermissionsBoundaryDecisionDetail::allowed_by_permissions_boundary),
    }
}

fn statement(statement: &Statement) -> StatementSeen {
    let line = statement.start_position().and_then(|start| u32::try_from(start.line()).ok());
    StatementSeen {
        policy: escape(statement.source_policy_id().unwrap_or("a policy without a name")),
        line: line.filter(|line| *line > 0),
    }
}
