# chalkstore beside what Terraform builds. The wrapper speaks the protocol of the `external` data source: a flat map of
# strings on standard input, and one on standard output. Credentials are those of Terraform's own environment: none stands
# in a query, since a query stands in the state.

locals {
  wrapper = ["python3", "${path.module}/chalkstore_external.py"]
}

# After every plan and apply: what does not hold is a warning, and the apply goes on.
check "online_store" {
  data "external" "preflight" {
    program = local.wrapper
    query = {
      command      = "preflight"
      config       = var.config
      environments = join("\n", var.environments)
    }
  }

  assert {
    condition     = data.external.preflight.result.verdict == "pass"
    error_message = "chalkstore preflight: ${data.external.preflight.result.summary}\n${data.external.preflight.result.problems}"
  }
}

# The table by itself, where somebody named one.
data "external" "table" {
  count   = var.table == null ? 0 : 1
  program = local.wrapper
  query = {
    command = "check-table"
    table   = var.table
    region  = var.region
  }

  lifecycle {
    # Unlike a check block, this one stops the plan: for what must never be rolled out.
    postcondition {
      condition     = !var.stop_on_failure || self.result.verdict == "pass"
      error_message = "chalkstore check-table: ${self.result.summary}\n${self.result.problems}"
    }
  }
}

output "table_verdict" {
  description = "pass, fail, unknown or error; null where no table was named."
  value       = one(data.external.table[*].result.verdict)
}

output "table_findings" {
  description = "What did not pass: one line each."
  value       = one(data.external.table[*].result.problems)
}
