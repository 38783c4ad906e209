/** Milliseconds of processor time that the work took: unlike the clock on the wall, it does not grow with what else the machine does. */
export const cpuTime = (work: () => unknown): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
