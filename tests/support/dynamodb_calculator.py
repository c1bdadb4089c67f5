"""Runs AWS Labs' DynamoDB cost calculator on the data model on standard input; prints what it reckons as JSON."""

import sys

from awslabs.dynamodb_mcp_server.cost_performance_calculator.cost_calculator import calculate_cost
from awslabs.dynamodb_mcp_server.cost_performance_calculator.data_model import DataModel

print(calculate_cost(DataModel.model_validate_json(sys.stdin.read())).model_dump_json())
