//! The manifests: valid in every version of Kubernetes that matters, and as safe as they can be.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{committed, faults, root, schemas, yaml};

const FOLDER: &str = "deploy/kubernetes";

/// Every object that is committed, with its file.
fn objects() -> Vec<(String, Value)> {
    let files = fs::read_dir(root().join(FOLDER)).expect("is there").filter_map(Result::ok);
    let mut names: Vec<String> = files.map(|file| file.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    let is_yaml = |name: &str| Path::new(name).extension().is_some_and(|ending| ending == "yaml");
    let manifests = names.into_iter().filter(|name| is_yaml(name) && name != "kustomization.yaml");
    manifests
        .flat_map(|name| {
            let documents = yaml(&format!("{FOLDER}/{name}"));
            documents.into_iter().map(move |document| (name.clone(), document))
        })
        .collect()
}

fn object(kind: &str) -> Value {
    let found = objects().into_iter().find(|(_, object)| object["kind"] == kind);
    found.unwrap_or_else(|| panic!("there is no {kind}")).1
}

/// The definition of a kind, as a schema of its own. Unknown keys are refused.
fn schema(definitions: &Path, object: &Value) -> Value {
    let text = fs::read_to_string(definitions).expect("was fetched");
    let text = text.replace("/api/_definitions.json#", "#");
    let mut schema: Value = serde_json::from_str(&text).expect("is JSON");
    let package = match object["apiVersion"].as_str().expect("a version") {
        "v1" => "core.v1",
        "batch/v1" => "batch.v1",
        "networking.k8s.io/v1" => "networking.v1",
        other => panic!("{other} is not known to this test"),
    };
    let name = format!("io.k8s.api.{package}.{}", object["kind"].as_str().expect("a kind"));
    assert!(schema["$defs"][&name].is_object(), "{name}");
    schema["$ref"] = format!("#/$defs/{name}").into();
    schema
}

/// Versions that Amazon EKS runs, in its standard and extended support.
#[test]
fn they_are_what_each_version_of_kubernetes_says() {
    let folder = schemas("kubernetes-schemas");
    let mut compared = 0;
    for minor in 29..=37 {
        let definitions = folder.join(format!("v1.{minor}.0-local-strict.json"));
        for (file, object) in objects() {
            let schema = schema(&definitions, &object);
            assert_eq!(faults(&schema, &object), [""; 0], "{file} in 1.{minor}");
            compared += 1;
        }
    }
    assert!(compared >= 9 * 5, "{compared}");
    let mut broken = object("Job");
    broken["spec"]["template"]["spec"]["containers"][0]["imagee"] = "x".into();
    let schema = schema(&folder.join("v1.35.0-local-strict.json"), &broken);
    assert!(!faults(&schema, &broken).is_empty(), "the schema refuses something");
}

/// The pods of the job and of the cron job.
fn pods() -> [Value; 2] {
    [
        object("Job")["spec"]["template"]["spec"].clone(),
        object("CronJob")["spec"]["jobTemplate"]["spec"]["template"]["spec"].clone(),
    ]
}

/// What Kubernetes' restricted profile asks for, and more.
#[test]
fn pods_have_no_right_that_they_do_not_need() {
    for pod in pods() {
        assert_eq!(pod["automountServiceAccountToken"], false);
        assert_eq!(pod["serviceAccountName"], object("ServiceAccount")["metadata"]["name"]);
        assert_eq!(pod["restartPolicy"], "Never");
        let security = &pod["securityContext"];
        assert!(security["runAsNonRoot"] == true && security["runAsUser"].as_u64() > Some(0), "{security}");
        assert_eq!(security["seccompProfile"]["type"], "RuntimeDefault");
        for forbidden in ["hostNetwork", "hostPID", "hostIPC", "hostUsers", "initContainers"] {
            assert!(pod[forbidden].is_null(), "{forbidden}");
        }
        let volumes = pod["volumes"].as_array().expect("volumes");
        assert!(volumes.iter().all(|volume| volume["hostPath"].is_null()), "{volumes:?}");
        let container = &pod["containers"][0];
        let security = &container["securityContext"];
        assert_eq!(security["allowPrivilegeEscalation"], false);
        assert_eq!(security["readOnlyRootFilesystem"], true);
        assert_eq!(security["runAsNonRoot"], true);
        assert_eq!(security["capabilities"], json!({ "drop": ["ALL"] }));
        assert!(container["resources"]["limits"]["memory"].is_string());
        assert!(container["resources"]["requests"]["cpu"].is_string());
        let image = container["image"].as_str().expect("an image");
        assert!(!image.ends_with(":latest") && image.contains(':'), "{image}");
        let mounts = container["volumeMounts"].as_array().expect("mounts");
        assert!(mounts.iter().all(|mount| mount["readOnly"] == true), "{mounts:?}");
    }
}

#[test]
fn both_pods_are_alike_but_for_what_they_print() {
    let [mut job, mut nightly] = pods();
    for pod in [&mut job, &mut nightly] {
        pod["containers"][0]["args"] = Value::Null;
    }
    assert_eq!(job, nightly);
}

#[test]
fn jobs_end_go_away_and_never_overlap() {
    let (job, nightly) = (object("Job"), object("CronJob"));
    for spec in [&job["spec"], &nightly["spec"]["jobTemplate"]["spec"]] {
        assert_eq!(spec["backoffLimit"], 0, "a verdict is not asked for twice");
        assert!(spec["activeDeadlineSeconds"].as_u64().is_some_and(|seconds| (60..=900).contains(&seconds)));
        assert!(spec["ttlSecondsAfterFinished"].is_u64());
    }
    assert_eq!(nightly["spec"]["concurrencyPolicy"], "Forbid");
}

/// In which of Argo CD's waves an object is applied; 0 where it says nothing.
fn wave(object: &Value) -> i64 {
    let wave = &object["metadata"]["annotations"]["argocd.argoproj.io/sync-wave"];
    wave.as_str().map_or(0, |wave| wave.parse().expect("a number in quotes"))
}

/// Argo CD applies waves one after another, and goes on when all of one is healthy; hooks of `PreSync` come before all of them.
#[test]
fn the_hook_runs_behind_what_it_needs_and_before_the_rollout() {
    let job = object("Job");
    assert_eq!(job["metadata"]["annotations"]["argocd.argoproj.io/hook"], "Sync");
    assert!(wave(&job) < 0, "what has no wave waits for it");
    for kind in ["Namespace", "ServiceAccount", "NetworkPolicy"] {
        let needed = object(kind);
        assert!(wave(&needed) < wave(&job), "{kind} is there before it");
        assert!(needed["metadata"]["annotations"]["argocd.argoproj.io/hook"].is_null(), "{kind} stays");
    }
    assert!(wave(&object("Namespace")) < wave(&object("ServiceAccount")));
    let generated = yaml(&format!("{FOLDER}/kustomization.yaml")).remove(0)["generatorOptions"].clone();
    assert!(wave(&json!({ "metadata": generated })) < wave(&job), "its configuration, too");
    assert!(wave(&object("CronJob")) >= 0);
}

/// The zone comes from the pod's own label, since the Downward API knows none of the node's.
#[test]
fn the_zone_comes_by_the_downward_api() {
    for pod in pods() {
        let env = pod["containers"][0]["env"].as_array().expect("variables").clone();
        let zone = env.iter().find(|one| one["name"] == "CHALK_AVAILABILITY_ZONE").expect("the zone");
        let path = "metadata.labels['topology.kubernetes.io/zone']";
        assert_eq!(zone["valueFrom"]["fieldRef"]["fieldPath"], path);
        // No secret stands in a manifest.
        assert!(env.iter().all(|one| one["valueFrom"]["secretKeyRef"].is_null()), "{env:?}");
    }
    for file in ["job.yaml", "cronjob.yaml"] {
        let text = committed(&format!("{FOLDER}/{file}"));
        assert!(text.contains("1.35") && text.contains("PodTopologyLabelsAdmission"), "{file}: from when on");
    }
}

/// Kustomize applies what is there, and the pods mount the configuration that it makes.
#[test]
fn what_is_applied_fits_together() {
    let kustomization = yaml(&format!("{FOLDER}/kustomization.yaml")).remove(0);
    let resources = kustomization["resources"].as_array().expect("resources").clone();
    for resource in &resources {
        assert!(root().join(FOLDER).join(resource.as_str().expect("a file")).exists(), "{resource}");
    }
    for (file, object) in objects() {
        assert!(resources.contains(&json!(file)) || object["kind"] == "Job", "{file} is applied");
        if object["kind"] != "Namespace" {
            assert_eq!(object["metadata"]["namespace"], kustomization["namespace"], "{file}");
        }
    }
    let generated = &kustomization["configMapGenerator"][0];
    assert_eq!(generated["files"], json!(["chalkstore.toml"]));
    for pod in pods() {
        assert_eq!(pod["volumes"][0]["configMap"]["name"], generated["name"]);
        let arguments = pod["containers"][0]["args"].as_array().expect("arguments").clone();
        let path = pod["containers"][0]["volumeMounts"][0]["mountPath"].as_str().expect("a path");
        assert!(arguments.contains(&json!(format!("{path}/chalkstore.toml"))), "{arguments:?}");
    }
    // No token of the cluster for anybody, and no Role for anything.
    assert_eq!(object("ServiceAccount")["automountServiceAccountToken"], false);
    assert!(objects().iter().all(|(_, object)| !object["kind"].as_str().unwrap_or("Role").contains("Role")));
    assert_eq!(object("Namespace")["metadata"]["labels"]["pod-security.kubernetes.io/enforce"], "restricted");
}
