# Read by the other scripts with `.`; POSIX sh. They set $root, the repository's folder, first.
# shellcheck shell=sh disable=SC2154

fail() {
    printf 'guildhall: %s\n' "$1" >&2
    shift
    for line in "$@"; do
        printf '  %s\n' "$line" >&2
    done
    exit 1
}

# The major version of the Java in the folder $1, 0 when there is none.
java_major() {
    if [ ! -x "$1/bin/java" ]; then
        echo 0
        return
    fi
    version=
    if [ -r "$1/release" ]; then
        version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$1/release")
    fi
    if [ -z "$version" ]; then
        version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1)
    fi
    major=${version#1.} # 1.8.0 is 8
    major=${major%%[!0-9]*}
    echo "${major:-0}"
}

# The real folder of the `java` that the PATH finds; /usr/bin/java is a link, on macOS a stub.
java_home_of_path() {
    found=$(command -v java 2>/dev/null) || return 0
    hops=0
    while [ -L "$found" ] && [ $hops -lt 10 ]; do
        link=$(readlink "$found")
        case $link in
            /*) found=$link ;;
            *) found=$(dirname "$found")/$link ;;
        esac
        hops=$((hops + 1))
    done
    dirname "$(dirname "$found")"
}

# Sets java_home to a Java of version 17 or newer: JAVA_HOME if it is one, then the PATH, then the usual folders.
find_java() {
    java_home=
    rejected=
    for candidate in "${JAVA_HOME:-}" "$(java_home_of_path)" \
        /usr/lib/jvm/*17* /usr/lib/jvm/* /opt/java/* /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        [ -n "$candidate" ] || continue
        major=$(java_major "$candidate")
        if [ "$major" -ge 17 ]; then
            java_home=$candidate
            break
        elif [ "$major" -gt 0 ]; then
            rejected="$rejected $candidate (version $major)"
        elif [ "$candidate" = "${JAVA_HOME:-}" ]; then
            rejected="$rejected JAVA_HOME=$candidate (no bin/java there)"
        fi
    done
    if [ -z "$java_home" ]; then
        fail "needs Java 17 or newer, and found ${rejected:-none}." \
            "Debian, Ubuntu:  sudo apt-get install openjdk-17-jdk-headless maven" \
            "Fedora:          sudo dnf install java-17-openjdk-devel maven" \
            "macOS:           brew install openjdk@17 maven" \
            "Or set JAVA_HOME to the folder of one that is there already."
    fi
    if [ -n "${JAVA_HOME:-}" ] && [ "$java_home" != "$JAVA_HOME" ]; then
        printf 'guildhall: JAVA_HOME (%s) is no Java 17 or newer; using %s\n' "$JAVA_HOME" "$java_home" >&2
    fi
}

# The file with the archived classes: of no use to another Java, so its name says whose it is.
class_archive() {
    release=$(sed -n 's/^JAVA_RUNTIME_VERSION="\([^"]*\)".*/\1/p' "$java_home/release" 2>/dev/null || true)
    [ -n "$release" ] || release=$(java_major "$java_home")
    printf '%s/node/target/guildhall-%s.jsa' "$root" "$(printf '%s' "$release" | tr -c 'A-Za-z0-9._+-' '_')"
}

# Building needs a compiler and Maven; running does not.
need_build_tools() {
    if [ ! -x "$java_home/bin/javac" ]; then
        for candidate in /usr/lib/jvm/*; do
            if [ -x "$candidate/bin/javac" ] && [ "$(java_major "$candidate")" -ge 17 ]; then
                java_home=$candidate
                break
            fi
        done
    fi
    if [ ! -x "$java_home/bin/javac" ]; then
        fail "must be built first, and $java_home has no compiler: it is a JRE, not a JDK." \
            "Debian, Ubuntu:  sudo apt-get install openjdk-17-jdk-headless" \
            "Or set JAVA_HOME to a JDK of version 17 or newer."
    fi
    if ! command -v mvn >/dev/null 2>&1; then
        fail "must be built first, and Maven (mvn) is not on the PATH." \
            "Debian, Ubuntu:  sudo apt-get install maven" \
            "Fedora:          sudo dnf install maven" \
            "macOS:           brew install maven"
    fi
}

# One build at a time: two would write into each other's target folders. The holder's process id is in the lock,
# so that a lock left behind by a killed build is taken over.
lock_build() {
    lock=$root/target/build.lock
    mkdir -p "$root/target"
    told=
    while ! mkdir "$lock" 2>/dev/null; do
        holder=$(cat "$lock/pid" 2>/dev/null || true)
        if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
            rm -rf "$lock"
            continue
        fi
        if [ -z "$told" ]; then
            printf 'guildhall: another build is running (process %s); waiting for it\n' "${holder:-unknown}" >&2
            told=yes
        fi
        sleep 1
    done
    echo $$ >"$lock/pid"
    trap 'rm -rf "$lock"' EXIT
    trap 'rm -rf "$lock"; exit 130' INT
    trap 'rm -rf "$lock"; exit 143' TERM HUP
}

unlock_build() {
    rm -rf "$lock"
    trap - EXIT INT TERM HUP
}

# Runs Maven with "$@", everything it says in target/build.log, its progress in a line or a few.
build() {
    log=$root/target/build.log
    : >"$root/target/build.status"
    {
        (cd "$root" && JAVA_HOME=$java_home mvn -B "$@" 2>&1)
        echo $? >"$root/target/build.status"
    } | tee "$log" | show_progress >&2
    if [ "$(cat "$root/target/build.status")" != 0 ]; then
        grep -e '^\[ERROR\]' "$log" | head -n 30 >&2 || tail -n 30 "$log" >&2
        fail "the build failed; everything it said is in $log"
    fi
}

# shellcheck disable=SC2059
show_progress() {
    downloads=0
    if [ -t 2 ]; then
        start='\r\033[K'
        end=
    else
        start=
        end='\n'
    fi
    while IFS= read -r line; do
        case $line in
            *'Downloaded from '*)
                downloads=$((downloads + 1))
                if [ -t 2 ] || [ $((downloads % 100)) = 0 ]; then
                    printf "$start"'  fetching libraries (first build only): %d files'"$end" $downloads
                fi
                ;;
            *'] Building jar: '*) ;;
            *'] Building '*) printf "$start"'  building %s'"$end" "$(printf '%s' "${line#*] Building }" | tr -s ' ')" ;;
            *'--- '*' @ '*) [ -t 2 ] && printf "$start"'  %s' "$(printf '%s' "${line#*--- }" | sed 's/ ---.*//')" ;;
        esac
    done
    [ -t 2 ] && printf '\r\033[K'
    return 0
}

# Compiles the tests of the node when something changed since the last time; sets test_classpath to all they need. The class
# path is computed anew as well then, as a pom may have changed it. The file's time is that of the build's start.
need_test_classes() {
    classpath=$root/node/target/bench.classpath
    if [ ! -f "$classpath" ] || [ -n "$(cd "$root" && find pom.xml protocol-spec node/pom.xml node/src \
        -newer "$classpath" -type f ! -path '*/target/*' | head -n 1)" ]; then
        need_build_tools
        lock_build
        : >"$root/target/bench.started"
        build -pl node -am test-compile dependency:build-classpath \
            -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test
        touch -r "$root/target/bench.started" "$classpath"
        unlock_build
    fi
    test_classpath=$root/node/target/test-classes:$root/node/target/classes:$(cat "$classpath")
}
