// What the libraries of others say of our documents, and what they sign.
//
// One question a line on standard input, {"ask": …, "with": {…}}; one answer a line on standard output, {"answer": …} or
// {"failed": …}. Everything a question needs comes with it: nothing is ever fetched, and an attempt to is an error.
// The first argument is the folder of the published contexts (index.json and the files that it names).
import { createInterface } from 'node:readline';
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { webcrypto } from 'node:crypto';

// Node 18 has it, but not under this name.
globalThis.crypto ??= webcrypto;

const noNetwork = () => { throw new Error('the network was asked'); };
Socket.prototype.connect = noNetwork;
globalThis.fetch = noNetwork;

const vc = await import('@digitalbazaar/vc');
const { default: jsigs } = await import('jsonld-signatures');
const { DataIntegrityProof } = await import('@digitalbazaar/data-integrity');
const { cryptosuite: eddsa } = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
const { cryptosuite: ecdsa } = await import('@digitalbazaar/ecdsa-rdfc-2019-cryptosuite');
const Ed25519Multikey = await import('@digitalbazaar/ed25519-multikey');
const EcdsaMultikey = await import('@digitalbazaar/ecdsa-multikey');
const statusLists = await import('@digitalbazaar/vc-bitstring-status-list');
const didKey = await import('@digitalbazaar/did-method-key');
const jose = await import('jose');
const dccVc = await import('@digitalcredentials/vc');
const { DataIntegrityProof: DccProof } = await import('@digitalcredentials/data-integrity');
const { cryptosuite: dccEddsa } = await import('@digitalcredentials/eddsa-rdfc-2022-cryptosuite');

const contexts = readContexts(process.argv[2]);
const didKeys = didKey.driver();
didKeys.use({ multibaseMultikeyHeader: 'z6Mk', fromMultibase: Ed25519Multikey.from });
didKeys.use({ multibaseMultikeyHeader: 'zDna', fromMultibase: EcdsaMultikey.from });

const suites = { 'eddsa-rdfc-2022': eddsa, 'ecdsa-rdfc-2019': ecdsa };

const answers = {
  /** A credential with Data Integrity proofs, and where it has a status also the list that says it. */
  async verify({ credential, documents, at }) {
    const documentLoader = loader(documents);
    const suite = Object.values(suites).map(cryptosuite => new DataIntegrityProof({ cryptosuite }));
    const checkStatus = asked => statusLists.checkStatus({ ...asked, suite, documentLoader });
    const result = await vc.verifyCredential({ credential, suite, documentLoader, checkStatus, now: at });
    return { verified: result.verified, why: reasons(result.error), isSet: result.statusResult?.results?.map(one => one.status) };
  },

  /** The same by the libraries of the Digital Credentials Consortium, which know eddsa-rdfc-2022; without the status. */
  async verifyDcc({ credential, documents, at }) {
    const { credentialStatus, ...rest } = credential;
    if (credentialStatus) throw new Error('no status is read here');
    const result = await dccVc.verifyCredential({ credential: rest, suite: [new DccProof({ cryptosuite: dccEddsa })], documentLoader: loader(documents), now: at });
    return { verified: result.verified, why: reasons(result.error) };
  },

  /** Their own signature with a new did:key, put on a credential whose issuer becomes that key. */
  async sign({ credential, cryptosuite }) {
    const key = cryptosuite === 'eddsa-rdfc-2022' ? await Ed25519Multikey.generate() : await EcdsaMultikey.generate({ curve: 'P-256' });
    const did = `did:key:${key.publicKeyMultibase}`;
    Object.assign(key, { id: `${did}#${key.publicKeyMultibase}`, controller: did });
    const suite = new DataIntegrityProof({ signer: key.signer(), cryptosuite: suites[cryptosuite], date: credential.validFrom });
    const issuer = typeof credential.issuer === 'object' ? { ...credential.issuer, id: did } : did;
    return vc.issue({ credential: { ...credential, issuer }, suite, documentLoader: loader({}) });
  },

  async verifyToken({ token, jwk, algorithm, at }) {
    try {
      const key = await jose.importJWK(jwk, algorithm);
      const { payload, protectedHeader } = await jose.jwtVerify(token, key, { algorithms: [algorithm], currentDate: new Date(at), requiredClaims: ['iss', 'sub', 'jti', 'nbf'] });
      return { verified: true, payload, header: protectedHeader };
    } catch (error) {
      return { verified: false, why: [error.code ?? error.message] };
    }
  },

  /** Their own token with a new key, which is answered beside it. */
  async signToken({ payload, header, algorithm }) {
    const { publicKey, privateKey } = await jose.generateKeyPair(algorithm, { extractable: true });
    const token = await new jose.SignJWT(payload).setProtectedHeader({ ...header, alg: algorithm }).sign(privateKey);
    return { token, jwk: { ...await jose.exportJWK(publicKey), kid: header.kid } };
  },

  async readList({ encodedList, positions }) {
    const list = await statusLists.decodeList({ encodedList });
    return { length: list.length, set: positions.map(position => list.getStatus(position)) };
  },

  async writeList({ length, positions }) {
    const list = await statusLists.createList({ length });
    for (const position of positions) list.setStatus(position, true);
    return list.encode();
  },

  /** Microseconds of CPU time for each of so many signatures and verifications, one after the other. */
  async measure({ credential, documents, count }) {
    const documentLoader = loader(documents);
    const key = await Ed25519Multikey.generate();
    Object.assign(key, { id: `did:key:${key.publicKeyMultibase}#${key.publicKeyMultibase}`, controller: `did:key:${key.publicKeyMultibase}` });
    const { proof, ...unsigned } = credential;
    const sign = async () => jsigs.sign({ ...unsigned }, {
      documentLoader, purpose: new jsigs.purposes.AssertionProofPurpose(),
      suite: new DataIntegrityProof({ signer: key.signer(), cryptosuite: eddsa, date: unsigned.validFrom }),
    });
    const verify = async () => {
      const result = await jsigs.verify(credential, { documentLoader, purpose: new jsigs.purposes.AssertionProofPurpose(), suite: new DataIntegrityProof({ cryptosuite: eddsa }) });
      if (!result.verified) throw result.error;
    };
    return { sign: await cpuOf(sign, count), verify: await cpuOf(verify, count) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  let said;
  try {
    said = { answer: await answers[question.ask](question.with) };
  } catch (error) {
    said = { failed: error.stack };
  }
  process.stdout.write(JSON.stringify(said) + '\n');
}

function readContexts(folder) {
  const index = JSON.parse(readFileSync(`${folder}/index.json`, 'utf8'));
  return new Map(index.map(({ url, file }) => [url, JSON.parse(readFileSync(`${folder}/${file}`, 'utf8'))]));
}

function loader(documents) {
  return async url => {
    const document = contexts.get(url) ?? documents[url] ?? methodOf(documents, url) ?? (url.startsWith('did:key:') ? await didKeys.get({ url }) : undefined);
    if (!document) throw new Error(`no document ${url}`);
    return { contextUrl: null, documentUrl: url, document };
  };
}

// A DID URL with a fragment names a part of its document.
function methodOf(documents, url) {
  const [did, fragment] = url.split('#');
  const document = fragment && documents[did];
  const method = document?.verificationMethod?.find(({ id }) => id === url);
  return method && { '@context': document['@context'], ...method };
}

function reasons(error) {
  return error ? [error, ...error.errors ?? []].map(one => one.message) : [];
}

async function cpuOf(work, count) {
  const before = process.cpuUsage();
  for (let n = 0; n < count; n++) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}
