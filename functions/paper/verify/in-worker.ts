export const verifyInWorker = async (): Promise<never> => {
  throw new Error('x');
};
