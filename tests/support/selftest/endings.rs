//! Servers that stop, hang or cannot start, and tests that end badly.

use std::env;
use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Command, Stdio};

use super::super::guard::is_running;
use super::super::{Emulator, Server, Version};
use super::tools::{SHORT, timed_out, wait_until_gone};

#[test]
fn a_frozen_server_hangs_and_a_thawed_one_answers() {
    let server = Server::builder(Version::Valkey912).start();
    server.freeze();
    assert!(is_running(server.pid()));
    assert!(timed_out(server.try_command(&["PING"], SHORT)));
    server.thaw();
    assert_eq!(server.command(&["PING"]).text(), "PONG");
    server.freeze();
    let (pid, folder) = (server.pid(), server.folder());
    drop(server);
    wait_until_gone(pid, &folder);
}

#[test]
fn a_killed_server_refuses_until_it_is_restarted() {
    let server = Server::builder(Version::Redis62).start();
    let (pid, port) = (server.pid(), server.port());
    server.kill();
    assert!(!is_running(pid));
    let refused = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect_err("nobody listens");
    assert_eq!(refused.kind(), io::ErrorKind::ConnectionRefused);
    server.restart();
    assert_eq!((server.port(), server.run(&["PING"]).text()), (port, "PONG"));
}

#[test]
#[should_panic(expected = "did not start:")]
fn a_server_that_cannot_start_says_why() {
    drop(Server::builder(Version::Valkey912).arg("no-such-directive", "1").start());
}

#[test]
fn a_panic_leaves_nothing_behind() {
    let mut seen = None;
    let result = catch_unwind(AssertUnwindSafe(|| {
        let server = Server::builder(Version::Valkey912).start();
        seen = Some((server.pid(), server.folder()));
        panic!("on purpose");
    }));
    assert!(result.is_err());
    let (pid, folder) = seen.expect("the server was started");
    wait_until_gone(pid, &folder);
}

/// Runs this same test in another process, which starts a server and an emulator and is then killed.
#[test]
fn a_killed_test_process_leaves_nothing_behind() {
    const HELD: &str = "CHALKSTORE_SELFTEST_HOLD";
    if env::var_os(HELD).is_some() {
        let server = Server::builder(Version::Valkey912).start();
        let emulator = Emulator::Ministack.shared();
        let mut stdout = io::stdout();
        writeln!(stdout, "\nheld {} {} {}", server.pid(), emulator.pid(), server.folder().display())
            .and_then(|()| stdout.flush())
            .expect("the parent reads");
        io::stdin().read_line(&mut String::new()).expect("the parent holds the pipe");
        return;
    }
    let (_, module) = module_path!().split_once("::").expect("a module of the test binary");
    let name = format!("{module}::a_killed_test_process_leaves_nothing_behind");
    let mut child = Command::new(env::current_exe().expect("this program has a path"))
        .args(["--exact", &name, "--nocapture"])
        .env(HELD, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this program can be started again");
    let lines = BufReader::new(child.stdout.take().expect("stdout is piped")).lines();
    let line = lines.map_while(Result::ok).find_map(|line| line.strip_prefix("held ").map(str::to_owned));
    let line = line.expect("the child says what it holds");
    let mut words = line.splitn(3, ' ');
    let mut pid = || words.next().and_then(|word| word.parse().ok()).expect("a process id");
    let (server, emulator) = (pid(), pid());
    let folder = Path::new(words.next().expect("a folder"));
    assert!(is_running(server) && is_running(emulator) && folder.exists());
    child.kill().expect("a child can be killed");
    child.wait().expect("a child can be waited for");
    wait_until_gone(server, folder);
    wait_until_gone(emulator, folder);
}
