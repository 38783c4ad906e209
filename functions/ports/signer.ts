/** Signs with one key that never leaves its place (HSM, KMS, remote signing; local files in the demo only). */
export interface Signer {
  /**
   * @param keyRef name of the key: `person:{id}` or `seal:{unit}`
   * @param input `message` = DER of the CMS signed attributes; `digest` = its SHA-256 (providers take one or the other)
   * @returns raw signature: DER SEQUENCE(r,s) for ECDSA, PKCS#1 v1.5 for RSA
   */
  sign(keyRef: string, input: { message: Uint8Array; digest: Uint8Array }): Promise<Uint8Array>;
  /** DER certificates, leaf first; undefined when the key does not exist. */
  certificates(
    keyRef: string,
  ): Promise<{ algorithm: 'ECDSA_SHA_256' | 'RSASSA_PKCS1_V1_5_SHA_256'; chain: Uint8Array[] } | undefined>;
}
