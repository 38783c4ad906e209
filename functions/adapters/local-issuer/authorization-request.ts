import * as z from 'zod';

/** What a relying party asks of the authorization endpoint (OpenID Connect Core §3.1.2.1); only code + PKCE S256. */
export const AuthorizationRequest = z.object({
  response_type: z.literal('code'),
  client_id: z.string(),
  redirect_uri: z.string(),
  scope: z.string().refine((scope) => scope.split(' ').includes('openid')),
  state: z.string().min(1).max(500),
  nonce: z.string().max(500).optional(),
  code_challenge: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  code_challenge_method: z.literal('S256'),
  prompt: z.string().max(50).optional(),
  max_age: z.string().max(10).optional(),
  login_hint: z.string().max(100).optional(),
  ui_locales: z.string().max(50).optional(),
});
export type AuthorizationRequest = z.infer<typeof AuthorizationRequest>;

export type Client = { id: string; redirectUris: readonly string[] };

/** The request, when a known client sends it for an address registered to the letter; otherwise nobody is redirected anywhere. */
export const readRequest = (
  sent: Record<string, unknown>,
  clients: readonly Client[],
): AuthorizationRequest | undefined => {
  const request = AuthorizationRequest.safeParse(sent);
  if (!request.success) return undefined;
  const client = clients.find((each) => each.id === request.data.client_id);
  return client?.redirectUris.includes(request.data.redirect_uri) ? request.data : undefined;
};
