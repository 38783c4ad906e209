/** What an alias of KMS may hold beside its slashes. The id stands in it unchanged, so two keys never share an alias. */
const KEY_REF = /^(person|seal|anchor):([A-Za-z0-9][A-Za-z0-9_-]*)$/;
/** Longest alias that KMS takes, prefix included. */
const LONGEST = 256;

/**
 * `seal:VP` → `alias/vanthu-{stage}/seal/VP`. Throws for a name that no alias may hold (a dot, say): replacing characters would let one
 * unit sign with the key of another.
 */
export const aliasOf = (aliasPrefix: string, keyRef: string): string => {
  const [, kind, id] = KEY_REF.exec(keyRef) ?? [];
  if (kind === undefined || id === undefined)
    throw new Error(`"${keyRef}" cannot name a KMS key: letters without marks, digits, "-" and "_" only`);
  const alias = `${aliasPrefix}${kind}/${id}`;
  if (alias.length > LONGEST) throw new Error(`the alias of "${keyRef}" is longer than ${LONGEST} characters`);
  return alias;
};
