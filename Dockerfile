# syntax=docker/dockerfile:1

# chalkstore in two images, from the same build:
#
#   docker build -t chalkstore .                  nothing but the program: for Kubernetes, Argo CD, docker run
#   docker build -t chalkstore-ci --target ci .   with a shell: for GitLab, whose runner starts one
#
# The bases are named by version. Pin them by digest where you build for others:
#   --build-arg RUNTIME=gcr.io/distroless/cc-debian12:nonroot@sha256:…
ARG RUST=docker.io/library/rust:1.95-slim-bookworm
ARG RUNTIME=gcr.io/distroless/cc-debian12:nonroot
ARG SHELL_RUNTIME=docker.io/library/debian:bookworm-slim

FROM ${RUST} AS build
ARG CHALKSTORE_COMMIT=""
ARG CHALKSTORE_COMMIT_DATE=""
WORKDIR /src
COPY . .
# The arguments are variables of this step. The crypto library is C; the slim image has the compiler for Rust's own linking already.
RUN --mount=type=cache,target=/usr/local/cargo/registry,sharing=locked \
    --mount=type=cache,target=/src/target,sharing=locked \
    program="$(scripts/build_release.sh "$(rustc --print host-tuple)" /src /src/target)" \
    && install -D -m 0755 "$program" /out/chalkstore \
    && /out/chalkstore --version

FROM ${SHELL_RUNTIME} AS ci
ARG CHALKSTORE_COMMIT=""
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="chalkstore" \
      org.opencontainers.image.description="Sets up and diagnoses the online store of a Chalk deployment; with a shell" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${CHALKSTORE_COMMIT}"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/chalkstore /usr/local/bin/chalkstore
USER 65532:65532
CMD ["/bin/bash"]

FROM ${RUNTIME} AS runtime
ARG CHALKSTORE_COMMIT=""
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="chalkstore" \
      org.opencontainers.image.description="Sets up and diagnoses the online store of a Chalk deployment" \
      org.opencontainers.image.licenses="MIT OR Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${CHALKSTORE_COMMIT}"
COPY --from=build /src/LICENSE-APACHE /src/LICENSE-MIT /usr/share/doc/chalkstore/
COPY --from=build /out/chalkstore /usr/local/bin/chalkstore
USER 65532:65532
ENTRYPOINT ["/usr/local/bin/chalkstore"]
CMD ["--help"]
