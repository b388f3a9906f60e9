output "destinations" {
  description = "Ranges and prefix lists that have a route."
  value       = tolist([for route in local.routes : coalesce(route.cidr, route.prefix_list_id)])

  precondition {
    # https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html
    condition = alltrue(flatten([
      for route in local.routes : [
        for vpc_cidr in var.vpc_cidrs : try(
          tonumber(split("/", route.cidr)[1]) < tonumber(split("/", vpc_cidr)[1])
          || cidrhost("${split("/", route.cidr)[0]}/${split("/", vpc_cidr)[1]}", 0) != cidrhost(vpc_cidr, 0),
          true
        )
      ]
    ]))
    error_message = "${var.label}_routes has the cidrs ${join(", ", [for route in local.routes : route.cidr if route.cidr != null])}: none may lie inside the VPC (${join(", ", var.vpc_cidrs)}), whose own route leads there. Route the operator's own networks."
  }
}
