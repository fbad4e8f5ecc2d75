package io.keelson.node.tls;

import java.lang.System.Logger.Level;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Certificates that follow their files: each handshake looks whether a file has changed, and if so reads them all again. What can't be used is told once, and the
 * former certificates serve on: half a change, such as a new certificate whose key is still to come, cuts nobody off.
 *
 * <p>Thread-safe. A connection that exists is not judged again.
 */
public final class ReloadingTls {
    /** So long a session may be resumed without a look at certificates; in seconds, and the least there is. */
    public static final int SESSION_SECONDS = 1;

    private static final System.Logger LOG = System.getLogger("io.keelson.node.tls");

    private final TlsFiles files;
    private final X509ExtendedKeyManager keys = new Keys();
    private final X509ExtendedTrustManager trust = new Trust();
    private TlsMaterial current;
    /** A handshake that began before a change ends with what it began with. */
    private TlsMaterial former;
    private List<String> unusable = List.of();
    private int reads;

    private ReloadingTls(TlsFiles files) throws TlsException {
        this.files = files;
        this.current = TlsMaterial.read(files, "0");
        this.former = current;
    }

    /**
     * Reads the files for the first time.
     *
     * @throws TlsException if a file can't be used
     */
    public static ReloadingTls open(TlsFiles files) throws TlsException {
        return new ReloadingTls(files);
    }

    /** Returns where the certificates come from. */
    public TlsFiles files() {
        return files;
    }

    /** Returns what shows this end's certificate. */
    public X509ExtendedKeyManager keyManager() {
        return keys;
    }

    /** Returns what judges the other end's certificate; it trusts nobody if no authority was named. */
    public X509ExtendedTrustManager trustManager() {
        return trust;
    }

    private synchronized TlsMaterial current() {
        List<String> stamps = TlsMaterial.stamps(files);
        if (!stamps.equals(current.stamps()) && !stamps.equals(unusable)) {
            try {
                TlsMaterial read = TlsMaterial.read(files, Integer.toString(++reads));
                former = current;
                current = read;
                unusable = List.of();
                LOG.log(Level.INFO, "read the certificates again, since a file has changed: " + files.certificate());
            } catch (TlsException wrong) {
                unusable = stamps;
                LOG.log(Level.WARNING, "the changed certificates are not used, the former ones serve on: " + wrong.getMessage());
            }
        }
        return current;
    }

    private synchronized TlsMaterial called(String alias) {
        return alias == null ? null : alias.equals(current.alias()) ? current : alias.equals(former.alias()) ? former : null;
    }

    private final class Keys extends X509ExtendedKeyManager {
        @Override
        public String chooseEngineClientAlias(String[] keyTypes, Principal[] issuers, SSLEngine engine) {
            return usable(keyTypes);
        }

        @Override
        public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
            return usable(keyType);
        }

        @Override
        public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
            return usable(keyTypes);
        }

        @Override
        public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
            return usable(keyType);
        }

        private String usable(String... keyTypes) {
            TlsMaterial material = current();
            for (String keyType : keyTypes) {
                if (keyType.equals(material.key().getAlgorithm())) {
                    return material.alias();
                }
            }
            return null;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal[] issuers) {
            return new String[] {current().alias()};
        }

        @Override
        public String[] getServerAliases(String keyType, Principal[] issuers) {
            return new String[] {current().alias()};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            TlsMaterial material = called(alias);
            return material == null ? null : material.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            TlsMaterial material = called(alias);
            return material == null ? null : material.key();
        }
    }

    private final class Trust extends X509ExtendedTrustManager {
        /** What the JDK's own judge has to say. */
        private interface Judgement {
            void ask(X509ExtendedTrustManager judge) throws CertificateException;
        }

        private void judge(X509Certificate[] chain, Judgement judgement) throws CertificateException {
            X509ExtendedTrustManager judge = current().trust();
            if (judge == null) {
                throw new CertificateException("no certificate is trusted here");
            }
            try {
                judgement.ask(judge);
            } catch (CertificateException wrong) {
                throw new CertificateException(PeerCertificate.whyNotTrusted(chain, files, wrong), wrong);
            }
            String stranger = PeerCertificate.whyNotAllowed(chain, files);
            if (stranger != null) {
                throw new CertificateException(stranger);
            }
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
            judge(chain, judge -> judge.checkClientTrusted(chain, authType, engine));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
            judge(chain, judge -> judge.checkServerTrusted(chain, authType, engine));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
            judge(chain, judge -> judge.checkClientTrusted(chain, authType, socket));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
            judge(chain, judge -> judge.checkServerTrusted(chain, authType, socket));
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            judge(chain, judge -> judge.checkClientTrusted(chain, authType));
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
            judge(chain, judge -> judge.checkServerTrusted(chain, authType));
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            X509ExtendedTrustManager judge = current().trust();
            return judge == null ? new X509Certificate[0] : judge.getAcceptedIssuers();
        }
    }
}
