/** Names of the four form fields of a sheet; the verifier knows them too. */
export const fieldNames = { number: 'number-line', date: 'date-line', signer: 'signer', seal: 'seal' } as const;
