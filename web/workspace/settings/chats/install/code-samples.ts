/** What a site's page has before its end. */
export function embedCode(origin: string, key: string): string {
  return `<script async type="module" src="${origin}/widget/chat.js?key=${key}"></script>`
}

/** The same where the page knows who is signed in. */
export function signedEmbedCode(origin: string, key: string): string {
  return `<script>
  window.otklik = { userToken: 'TOKEN' }
</script>
${embedCode(origin, key)}`
}

export const samples = {
  node: `import { createHmac } from 'node:crypto'

export function chatToken(user, secret) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const inAnHour = Math.floor(Date.now() / 1000) + 3600
  const head = part({ alg: 'HS256', typ: 'JWT' })
  const claims = part({ email: user.email, name: user.name, exp: inAnHour })
  const signature = createHmac('sha256', secret).update(\`\${head}.\${claims}\`).digest('base64url')
  return \`\${head}.\${claims}.\${signature}\`
}
`,
  php: `<?php
function chat_token(array $user, string $secret): string {
    $part = fn (string $bytes) => rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    $head = $part(json_encode(['alg' => 'HS256', 'typ' => 'JWT']));
    $claims = $part(json_encode([
        'email' => $user['email'],
        'name' => $user['name'],
        'exp' => time() + 3600,
    ]));
    return "$head.$claims." . $part(hash_hmac('sha256', "$head.$claims", $secret, true));
}
`,
  python: `import base64, hashlib, hmac, json, time

def chat_token(user, secret):
    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    head = part(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    claims = part(json.dumps({
        "email": user["email"],
        "name": user["name"],
        "exp": int(time.time()) + 3600,
    }).encode())
    signed = f"{head}.{claims}"
    return f"{signed}.{part(hmac.digest(secret.encode(), signed.encode(), hashlib.sha256))}"
`,
} as const
export type SampleLanguage = keyof typeof samples
