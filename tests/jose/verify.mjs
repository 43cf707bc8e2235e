// SPDX-License-Identifier: Apache-2.0
// verify.mjs PUBKEY TOKEN..: attestation results through another JOSE implementation: the package jose
// where it is installed beside this file, else node's own crypto. Every token but those that begin with
// "bad" must verify under the key.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const [keyFile, ...files] = process.argv.slice(2);
const key = createPublicKey(readFileSync(keyFile));
const alg = { prime256v1: 'ES256', secp384r1: 'ES384' }[key.asymmetricKeyDetails.namedCurve];
const jose = await import('jose').catch(() => null);

function verifyPlainly(token) {
  const [header, payload, signature] = token.split('.');
  const { alg: named, kid } = JSON.parse(Buffer.from(header, 'base64url'));
  const ok = verify(alg === 'ES256' ? 'sha256' : 'sha384', Buffer.from(`${header}.${payload}`),
    { key, dsaEncoding: 'ieee-p1363' }, Buffer.from(signature, 'base64url'));
  if (!ok || named !== alg) throw new Error('the signature does not verify');
  return { payload: JSON.parse(Buffer.from(payload, 'base64url')), protectedHeader: { kid } };
}

// RFC 7638, computed apart.
function thumbprint() {
  const { crv, x, y } = key.export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ crv, kty: 'EC', x, y })).digest('base64url');
}

async function check(token) {
  const options = { algorithms: [alg], audience: 'api', currentDate: new Date('2026-06-01T00:01:00Z') };
  const { payload, protectedHeader } =
    jose ? await jose.jwtVerify(token, key, options) : verifyPlainly(token);
  if (protectedHeader.kid !== thumbprint()) throw new Error('kid is not the thumbprint');
  if (payload.exp !== payload.iat + 300 || payload.aud !== 'api') throw new Error('dates or audience');
  if (payload.eat_profile !== 'tag:ietf.org,2026:rats/ear#03') throw new Error('profile');
  for (const part of Object.values(payload.submods)) {
    if (part.ear_status !== 'affirming') throw new Error('status');
    if (part.ear_trustworthiness_vector.hardware !== 2) throw new Error('vector');
  }
}

let wrong = 0;
for (const file of files) {
  const wanted = !basename(file).startsWith('bad');
  const held = await check(readFileSync(file, 'utf8').trim()).then(() => true, (e) => { if (wanted) console.error(e); return false; });
  if (held !== wanted) {
    console.error(`${file}: ${held ? 'verifies' : 'does not verify'}`);
    wrong++;
  }
}
console.log(`${files.length} tokens by ${jose ? 'jose' : "node's crypto"}, ${wrong} wrong`);
process.exit(wrong ? 1 : 0);
