# One image, one binary: `hub serve`, `hub work` and `hub migrate` are its commands.
FROM node:20-bookworm-slim AS pages
WORKDIR /src/web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --ignore-scripts
COPY api/openapi.yaml ../api/openapi.yaml
COPY web/ ./
RUN npm run build

FROM golang:1.26-bookworm AS hub
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=pages /src/web/dist/app web/dist/app
RUN CGO_ENABLED=0 GOFLAGS=-buildvcs=false go build -trimpath -o /hub ./cmd/hub

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
  && useradd --system --uid 10001 --home-dir /var/lib/hub --create-home hub
COPY --from=hub /hub /usr/local/bin/hub
USER hub
VOLUME /var/lib/hub
EXPOSE 8080
ENTRYPOINT ["hub"]
CMD ["serve"]
