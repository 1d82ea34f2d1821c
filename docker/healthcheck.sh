#!/bin/bash
# Asks the node whether it is well, with what the image has: bash. Exit status 0 means yes.
# It asks the administrative port on the loopback interface; the public port gives the same answer.
set -eu
exec 3<>"/dev/tcp/127.0.0.1/${GUILDHALL_ADMIN_PORT:-8081}"
printf 'GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
read -r -t 4 _ status _ <&3
[ "$status" = 200 ]
