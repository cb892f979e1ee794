#!/bin/sh
echo ECS_CLUSTER=live >> /etc/ecs/ecs.config
