"""A tor network of this machine alone: three authorities that are relays too, three relays, one client, and the onion service by the shipped file.
All listen on 127.0.0.1; TestingTorNetwork makes a network of it in half a minute. Nothing is asked of the real one: it is not known to anybody here."""
import glob, os, re, signal, socket, subprocess, sys, time

sys.path.insert(0, 'tests/front')
from stand import free_ports, unit

# An authority votes every twenty seconds, on flags for everybody: the network is small and just born.
COMMON = """TestingTorNetwork 1
AssumeReachable 1
Address 127.0.0.1
PathsNeededToBuildCircuits 0.67
TestingV3AuthInitialVotingInterval 20
TestingV3AuthInitialVoteDelay 4
TestingV3AuthInitialDistDelay 4
RunAsDaemon 0
SafeLogging 0
"""
RELAY = "SocksPort 0\nORPort 127.0.0.1:{orport} IPv4Only\nExitRelay 0\nContactInfo nobody\nNickname {name}\n"
AUTHORITY = """AuthoritativeDirectory 1
V3AuthoritativeDirectory 1
DirPort 127.0.0.1:{dirport}
V3AuthVotingInterval 20
V3AuthVoteDelay 4
V3AuthDistDelay 4
TestingDirAuthVoteHSDir *
TestingDirAuthVoteGuard *
TestingMinExitFlagThreshold 0
TestingMinFastFlagThreshold 0
MinUptimeHidServDirectoryV2 0
AuthDirMaxServersPerAddr 0
"""
KEY_WORDS = b'of this test alone\n'


class Network:
    def __init__(self, home):
        self.home, self.children, self.authorities, self.known = home, {}, [], ''
        for i in range(3):
            self.authority(f'authority{i}')
        self.known = ''.join(self.authorities)
        for i in range(3):
            self.ready(f'relay{i}', RELAY.format(orport=free_ports(1)[0], name=f'relay{i}'))
        self.socks = free_ports(1)[0]
        self.ready('client', f'SocksPort 127.0.0.1:{self.socks}\n')

    def folder(self, name):
        path = f'{self.home}/{name}'
        os.makedirs(path, 0o700, exist_ok=True)
        return path

    def ready(self, name, own):
        """Its file, which knows the authorities once they are all made."""
        path = self.folder(name)
        open(path + '/torrc', 'w').write(COMMON + f'DataDirectory {path}\nLog notice file {path}/log\n' + own)

    def authority(self, name):
        orport, dirport = free_ports(2)
        self.ready(name, RELAY.format(orport=orport, name=name) + AUTHORITY.format(dirport=dirport))
        keys = self.folder(name + '/keys')
        subprocess.run(['tor-gencert', '--create-identity-key', '-m', '12', '-a', f'127.0.0.1:{dirport}', '--passphrase-fd', '0', '-i', keys + '/authority_identity_key',
                        '-s', keys + '/authority_signing_key', '-c', keys + '/authority_certificate'], input=KEY_WORDS, check=True, capture_output=True)
        identity = re.search(r'^fingerprint (\w+)', open(keys + '/authority_certificate').read(), re.M).group(1)
        # its own fingerprint needs an authority to be named, any one
        out = subprocess.run(['tor', '-f', f'{self.home}/{name}/torrc', '--list-fingerprint', '--quiet', 'DirAuthority',
                              f'x 127.0.0.1:{dirport} ' + 'F' * 40], check=True, capture_output=True, text=True).stdout
        fingerprint = ''.join(out.split()[1:])
        self.authorities.append(f'DirAuthority {name} orport={orport} no-v2 v3ident={identity} 127.0.0.1:{dirport} {fingerprint}\n')

    def start(self, name, words=(), env=None):
        path = f'{self.home}/{name}'
        if self.known not in open(path + '/torrc').read():
            open(path + '/torrc', 'a').write(self.known)
        self.children[name] = subprocess.Popen(['tor', *(words or ['-f', path + '/torrc'])], env=env, stdin=subprocess.DEVNULL, stdout=open(path + '/said', 'wb'), stderr=subprocess.STDOUT)

    def begin(self):
        for name in [f'authority{i}' for i in range(3)] + [f'relay{i}' for i in range(3)] + ['client']:
            self.start(name)
        return self.says('client', 'Bootstrapped 100%', 180)

    def service(self, shipped, port):
        """The onion service by the shipped file, whole but for its places: what makes it part of this network stands beside, as defaults."""
        path = self.folder('service')
        open(path + '/beside', 'w').write(COMMON + f'DataDirectory {path}/data\nLog notice file {path}/log\n' + self.known)
        own = shipped.replace('/var/lib/tor/xiezhi/', path + '/onion/').replace('127.0.0.1:8082', f'127.0.0.1:{port}')
        open(path + '/torrc', 'w').write(own)
        memory = dict(unit('dist/systemd/tor@default.service.d/xiezhi.conf'))['Environment'].split('=', 1)
        self.start('service', ['--defaults-torrc', path + '/beside', '-f', path + '/torrc'], {**os.environ, memory[0]: memory[1]})
        return [(a, b) for a, b in zip(shipped.split('\n'), own.split('\n')) if a != b]

    def says(self, name, words, seconds):
        until = time.time() + seconds
        while time.time() < until and self.children[name].poll() is None:
            try:
                if words in open(f'{self.home}/{name}/log', errors='replace').read():
                    return True
            except FileNotFoundError:
                pass
            time.sleep(0.2)
        return False

    def address(self):
        for _ in range(300):
            try:
                return open(self.home + '/service/onion/hostname').read().strip()
            except FileNotFoundError:
                time.sleep(0.1)
        raise AssertionError('the service has no address')

    def connect(self, host, port=80):
        """By name, through the client's SOCKS port: the name is tor's to find, not ours."""
        s = socket.create_connection(('127.0.0.1', self.socks), timeout=60)
        s.sendall(b'\x05\x01\x00')
        assert s.recv(2) == b'\x05\x00'
        s.sendall(b'\x05\x01\x00\x03' + bytes([len(host)]) + host.encode() + port.to_bytes(2, 'big'))
        answer = s.recv(10)
        if answer[1:2] != b'\x00':
            s.close()
            raise ConnectionError(f'tor finds no way: {answer!r}')
        return s

    def listening(self):
        """Every address at which one of ours listens or takes packets."""
        held = {os.readlink(f) for c in self.children.values() for f in glob.glob(f'/proc/{c.pid}/fd/*') if os.path.islink(f)}
        out = set()
        for kind, state in (('tcp', '0A'), ('tcp6', '0A'), ('udp', '07'), ('udp6', '07')):
            for row in (l.split() for l in open('/proc/net/' + kind).read().split('\n')[1:] if l):
                if row[3] == state and f'socket:[{row[9]}]' in held:
                    raw = bytes.fromhex(row[1].split(':')[0])
                    out.add(socket.inet_ntoa(raw[::-1]) if len(raw) == 4 else raw.hex())
        return out

    def end(self):
        for c in self.children.values():
            if c.poll() is None:
                c.send_signal(signal.SIGINT if c is self.children.get('client') else signal.SIGKILL)
        for c in self.children.values():
            try:
                c.wait(40)
            except subprocess.TimeoutExpired:
                c.kill()
                c.wait()
