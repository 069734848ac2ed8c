#!/usr/bin/env bash
# Makes the pictures of this folder with the program itself: docs/screens/make.sh
# Needs the environment of the tests, which `python3 -m tests --version` makes.
set -euo pipefail
cd "$(dirname "$0")/../.."

shot() { # name, mode, new panels, seconds, demo seconds per second
    local home
    home=$(mktemp -d)
    USE_NEW_PANEL1=$3 USE_NEW_PANEL2=$3 python3 launcher.py --demo --demo-seed 1 --demo-time-scale "$5" \
        --mode "$2" --offscreen --run-for "$4" --home "$home" --screenshot "docs/screens/$1.png"
    rm -r "$home"
}

shot sim-new SIM 1 16 1
shot sim-legacy SIM 0 16 1
shot live-new LIVE 1 11.5 5
shot live-legacy LIVE 0 11.5 5

# Every other state from facts, whatever the market of the demo does.
rm -rf docs/screens/states
.venv/bin/python -m tests.ui.pictures docs/screens/states
