"""What suites share; no suite imports another one.

oracle            whether the VIP is whole, and who should hold it
vip               where the VIP of a deployed VNF is, by the oracle
deployment        the module deployed by boto3, in simulated time
calls             how its function makes calls of which none waits for another
environment       what its hook handler is told
actions           what happens to such a deployment
service           a service on its address, and a prober that asks it
outage            how long its address was away
console_user      a person who changes the VIP, and what repairs that
several_vips      a second VIP with all that one may have, and what others own of it
event_shapes      the events that wake the functions
switch_positions  what the lab's switches may be set to
terraform         real Terraform on the lab
deployer          the rights that it has there
served_lab        a served lab, and what a test asks of it
running           the module deployed on that by Terraform
offline           Terraform commands that ask no AWS
first_boot        first-boot configurations as the module renders them
template          any template as Terraform renders it
foreign_network   somebody else's VPC, with all that a carrier has in it
network_snapshot  every object of an account's network, to be compared
house_roles       somebody else's IAM roles, for a deployer who may make none
iam_listing       what the lab evaluates, for `make lint`
import_graph      who imports whom
project           where the checkout is
module            the module's own files, read
planner           worlds that the planner looks at, and EC2 in small
worlds            what tests of the lab begin with
namespaces        networks and machines of a test's own
"""
