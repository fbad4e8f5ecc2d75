package io.keelson.node.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadingTlsTest {
    private static final String[] EC = {"EC"};

    @TempDir
    private Path directory;

    private TestAuthority authority;
    private TlsFiles files;

    @BeforeEach
    void write() throws Exception {
        authority = new TestAuthority("first");
        files = authority.write(directory, authority.sign("one"));
    }

    @Test
    void aChangedCertificateIsShownAtTheNextHandshake() throws Exception {
        ReloadingTls tls = ReloadingTls.open(files);
        String before = tls.keyManager().chooseClientAlias(EC, null, null);
        assertEquals("CN=one", shown(tls, before));
        authority.write(directory, authority.sign("two"));
        String after = tls.keyManager().chooseClientAlias(EC, null, null);
        assertNotEquals(before, after);
        assertEquals("CN=two", shown(tls, after));
        assertEquals("CN=one", shown(tls, before), "a handshake that began before the change ends with what it began with");
    }

    private static String shown(ReloadingTls tls, String alias) {
        return tls.keyManager().getCertificateChain(alias)[0].getSubjectX500Principal().getName();
    }

    @Test
    void halfAChangeIsNotUsed() throws Exception {
        ReloadingTls tls = ReloadingTls.open(files);
        TlsFiles elsewhere = authority.write(directory.resolve("new"), authority.sign("two"));
        Files.copy(elsewhere.certificate(), files.certificate(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertEquals("CN=one", shown(tls, tls.keyManager().chooseClientAlias(EC, null, null)));
        Files.copy(elsewhere.key(), files.key(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertEquals("CN=two", shown(tls, tls.keyManager().chooseClientAlias(EC, null, null)));
    }

    @Test
    void anotherAuthorityIsTrustedOnceItIsInTheFile() throws Exception {
        ReloadingTls tls = ReloadingTls.open(files);
        TestAuthority second = new TestAuthority("second");
        X509Certificate[] chain = second.sign("stranger").getCertificatePath();
        CertificateException refused = assertThrows(CertificateException.class, () -> tls.trustManager().checkClientTrusted(chain, "EC"));
        assertEquals("the certificate of CN=stranger is not signed by an authority in " + files.trustedCa(), refused.getMessage());
        second.writeAuthority(directory);
        tls.trustManager().checkClientTrusted(chain, "EC");
    }

    @Test
    void anExpiredCertificateIsNamed() throws Exception {
        assertTrue(refusal(Duration.ofDays(-2), Duration.ofDays(-1)).startsWith("the certificate of CN=late expired on "));
        assertTrue(refusal(Duration.ofDays(1), Duration.ofDays(2)).startsWith("the certificate of CN=late is not valid before "));
    }

    private String refusal(Duration from, Duration to) throws Exception {
        ReloadingTls tls = ReloadingTls.open(files);
        X509Certificate[] chain = authority.sign("late", "127.0.0.1", from, to).getCertificatePath();
        return assertThrows(CertificateException.class, () -> tls.trustManager().checkClientTrusted(chain, "EC")).getMessage();
    }

    @Test
    void onlyTheNamesAllowedAreLetIn() throws Exception {
        ReloadingTls byName = ReloadingTls.open(authority.write(directory, authority.sign("one"), "two"));
        byName.trustManager().checkClientTrusted(authority.sign("two").getCertificatePath(), "EC");
        X509Certificate[] other = authority.sign("three").getCertificatePath();
        CertificateException refused = assertThrows(CertificateException.class, () -> byName.trustManager().checkClientTrusted(other, "EC"));
        assertEquals("the certificate of CN=three bears none of the names allowed; it names [127.0.0.1, three]", refused.getMessage());
        ReloadingTls byAddress = ReloadingTls.open(authority.write(directory, authority.sign("one"), "127.0.0.1"));
        byAddress.trustManager().checkClientTrusted(other, "EC");
    }

    @Test
    void whatCannotBeUsedIsNamedInOneLine() throws Exception {
        Path missing = directory.resolve("none.pem");
        assertEquals(missing + " does not exist", whyNotOpen(new TlsFiles(missing, files.key(), null, List.of())));
        assertEquals(
                files.key() + " holds no certificate: it must begin with -----BEGIN CERTIFICATE-----",
                whyNotOpen(new TlsFiles(text("empty.pem", ""), files.key(), null, List.of())).replace(directory.resolve("empty.pem").toString(), files.key().toString()));
        assertEquals(
                files.certificate() + " holds no private key: it must begin with -----BEGIN PRIVATE KEY-----",
                whyNotOpen(new TlsFiles(files.certificate(), files.certificate(), null, List.of())));
        Path other = text("ec.pem", "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
        assertEquals(
                other + " holds a key in another form than PKCS#8 without a password; convert it: openssl pkcs8 -topk8 -nocrypt -in " + other,
                whyNotOpen(new TlsFiles(files.certificate(), other, null, List.of())));
        TlsFiles stranger = authority.write(directory.resolve("stranger"), authority.sign("two"));
        assertEquals(
                "the key in " + stranger.key() + " is not that of the certificate in " + files.certificate(),
                whyNotOpen(new TlsFiles(files.certificate(), stranger.key(), null, List.of())));
    }

    private Path text(String name, String content) throws Exception {
        return Files.writeString(directory.resolve(name), content);
    }

    private static String whyNotOpen(TlsFiles files) {
        return assertThrows(TlsException.class, () -> ReloadingTls.open(files)).getMessage();
    }
}
