# syntax=docker/dockerfile:1
# Otklik in one image: the web role, the worker role or both (ROLES). Debian, because the embedded PostgreSQL and
# argon2 are built for glibc. Build: docker build -t otklik .   Run: see compose.yaml.

FROM node:26-bookworm-slim AS build
WORKDIR /otklik
# Packages first: this layer is kept until the lockfile changes.
COPY package.json package-lock.json ./
# The image's own Node is the runtime here, so the pinned one is not fetched; nothing else needs an install script
# (the embedded PostgreSQL makes its links itself when it is started).
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY . .
RUN node node_modules/vite/bin/vite.js build --config web/vite.config.ts

FROM node:26-bookworm-slim AS packages
WORKDIR /otklik
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts \
  && rm -rf node_modules/node node_modules/.bin/node

FROM node:26-bookworm-slim
ENV NODE_ENV=production \
    DATA_DIR=/data \
    NODE_COMPILE_CACHE=/tmp/otklik-compiled
WORKDIR /otklik
# An account with an entry in /etc/passwd: initdb looks its account up there.
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin otklik \
  && install -d -o otklik -g otklik -m 0700 /data
COPY --from=packages /otklik/node_modules ./node_modules
COPY --from=build /otklik/dist ./dist
COPY package.json LICENSE ./
COPY contract ./contract
COPY locales ./locales
COPY server ./server
USER otklik
VOLUME /data
EXPOSE 3000 2525
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Run with --init (compose: init: true): something must reap what a killed database leaves behind.
STOPSIGNAL SIGTERM
# Half of the space V8 takes for young objects by itself, which an idle desk would keep.
CMD ["node", "--max-semi-space-size=8", "server/main.ts"]
