# What a person types where there is make; `python -m analytics` is the same on every system, and does all of it.
# Plain sh, and GNU make 3.81 or newer (the one macOS ships). Variables are for commands: make run PORT=8600.

.DEFAULT_GOAL := help
.PHONY: help run latest test check bench pictures data shapes lock licences audit environment

help: ; $(analytics)
run: ; $(analytics)
latest: ; $(analytics)
test: ; $(analytics)
check: ; $(analytics)
bench: ; $(analytics)
pictures: ; $(analytics)
data: ; $(analytics)
shapes: ; $(analytics)
lock: ; $(analytics)
licences: ; $(analytics)
audit: ; $(analytics)
environment: ; $(analytics)

# Once .venv stands it needs no other Python. Before, the first that is found and new enough makes it.
pythons := $(if $(wildcard .venv/installed.txt),.venv/bin/python) \
	$(if $(PYTHON),"$(PYTHON)",python3 python python3.14 python3.13 python3.12 python3.11)

define analytics
@for python in $(pythons); do \
	if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		exec "$$python" -m analytics $@ $(ARGS); \
	fi; \
done; \
echo "Python 3.11 or newer was not found$(if $(PYTHON), at $(PYTHON)): install it, or name it with make PYTHON=/path/to/python3." >&2; exit 1
endef
