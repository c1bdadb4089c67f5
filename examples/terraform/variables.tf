variable "config" {
  description = "The file that describes the environments."
  type        = string
  default     = "chalkstore.toml"
}

variable "environments" {
  description = "Which environments; all of the file where nothing is said."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.environments : !strcontains(name, "\n")])
    error_message = "An environment's name has no line break."
  }
}

variable "table" {
  description = "A DynamoDB table to look at by itself, or null."
  type        = string
  default     = null
}

variable "region" {
  description = "The Region of that table."
  type        = string
  default     = "us-east-1"
}

variable "stop_on_failure" {
  description = "Whether a failed preflight stops the plan. Otherwise it is a warning."
  type        = bool
  default     = false
}
