"""What is done to the deployment: each module a kind of drill, `order` all of them."""
