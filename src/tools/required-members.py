#!/usr/bin/env python3
"""Writes required-members.txt from the AWS API models that botocore carries.

The Java SDK's field metadata does not say which members a request must have; the API models do. Run it after raising the
SDK's version:  python3 src/tools/required-members.py > src/main/resources/dev/ballast/sim/wire/required-members.txt
"""
import botocore
import botocore.session

# The SDK's package of each service, the model's name, and its version.
SERVICES = [
    ("ec2", "ec2"), ("ecs", "ecs"), ("elasticloadbalancingv2", "elbv2"), ("sqs", "sqs"), ("eventbridge", "events"),
    ("ssm", "ssm"), ("secretsmanager", "secretsmanager"), ("sts", "sts"), ("iam", "iam"), ("pricing", "pricing"),
    ("fis", "fis"),
]


def structures(shape, seen):
    if shape is None or shape.name in seen:
        return
    if shape.type_name == "structure":
        seen[shape.name] = shape
        for member in shape.members.values():
            structures(member, seen)
    elif shape.type_name == "list":
        structures(shape.member, seen)
    elif shape.type_name == "map":
        structures(shape.value, seen)


def main():
    session = botocore.session.get_session()
    print("# Required members of AWS requests: the SDK's package, the SDK's class, member names.")
    print(f"# From the AWS API models of botocore {botocore.__version__} (Apache-2.0), by src/tools/required-members.py.")
    for package, name in SERVICES:
        model = session.get_service_model(name)
        lines, seen = set(), {}
        for operation in map(model.operation_model, model.operation_names):
            shape = operation.input_shape
            if shape is None:
                continue
            if shape.required_members:
                lines.add(" ".join([package, operation.name + "Request", *sorted(shape.required_members)]))
            for member in shape.members.values():
                structures(member, seen)
        for shape in seen.values():
            if shape.required_members:
                # The SDK's classes begin with a capital.
                lines.add(" ".join([package, shape.name[0].upper() + shape.name[1:], *sorted(shape.required_members)]))
        print("\n".join(sorted(lines)))


main()
