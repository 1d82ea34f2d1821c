#!/bin/sh
# Makes the node at the first start, from the environment, and then runs what is asked: `serve`, or any other command.
#
#   GUILDHALL_NAME            how the site is called
#   GUILDHALL_ADDRESS         the base address readers and peers use
#   GUILDHALL_PORT            port within the container (8080)
#   GUILDHALL_ADMIN_PORT      port of the administrative API on the container's loopback (8081)
#   GUILDHALL_DATABASE        postgresql://user:password@host/name; the embedded database without it
#   GUILDHALL_ALLOWED_RANGE   a private range that peers may be in
#   GUILDHALL_TRUSTED_PROXY   the proxy before the node, as a range (10.1.2.3/32): its X-Forwarded-For is believed
#   GUILDHALL_DATA            the data directory (/var/lib/guildhall/node)
#
# After that the data directory's config.json counts, not the environment.
set -eu
if [ "${1:-}" = serve ] && [ ! -e "$GUILDHALL_DATA/config.json" ]; then
    guildhall init \
        --name "${GUILDHALL_NAME:?is needed at the first start}" \
        --address "${GUILDHALL_ADDRESS:?is needed at the first start}" \
        --listen 0.0.0.0 \
        --port "${GUILDHALL_PORT:-8080}" \
        --admin-port "${GUILDHALL_ADMIN_PORT:-8081}" \
        ${GUILDHALL_DATABASE:+--database "$GUILDHALL_DATABASE"} \
        ${GUILDHALL_ALLOWED_RANGE:+--allow-range "$GUILDHALL_ALLOWED_RANGE"} \
        ${GUILDHALL_TRUSTED_PROXY:+--trusted-proxy "$GUILDHALL_TRUSTED_PROXY"}
fi
exec guildhall "$@"
