import { isPriceName, price } from './prices.ts';

/** What the synthesized stack says of the query service and its network. */
export interface QueryDeployed {
  readonly instanceType: string;
  /** The least: what there is without queries. */
  readonly instances: number;
  readonly diskGb: number;
  /** Interface endpoints times zones. */
  readonly endpoints: number;
}

const monthHours = 730;

/** What costs by use, or nothing, and so is in no line: by type, with the reason. */
export const unpriced: Readonly<Record<string, string>> = {
  aws_apigatewayv2_vpc_link: 'costs nothing itself; requests are in the front door',
  aws_elastic_beanstalk_application:
    'costs nothing itself; its instances, load balancer and disks are priced',
  aws_elastic_beanstalk_application_version: 'a megabyte or some dozens of them in S3',
  aws_flow_log: 'by GB, of refused connections alone',
  aws_iam_instance_profile: 'costs nothing',
  aws_s3_object: 'versions of the service: some dozens of MB each',
  aws_security_group: 'costs nothing',
  aws_subnet: 'costs nothing',
  aws_vpc: 'costs nothing without public addresses and NAT; traffic between zones is by GB of queries',
};

/** Dollars a month of the query service while nobody asks, by part; `unknown` names an instance type that has no price here. */
export const queryBill = ({
  instanceType,
  instances,
  diskGb,
  endpoints,
}: QueryDeployed): { readonly parts: ReadonlyMap<string, number>; readonly unknown?: string } => {
  const parts = new Map([
    ['query load balancer', monthHours * price('balancerHour')],
    [`query endpoints (${endpoints})`, monthHours * endpoints * price('endpointHour')],
    ['query disks', instances * diskGb * price('diskGbMonth')],
  ]);
  if (!isPriceName(instanceType)) return { parts, unknown: instanceType };
  parts.set(`query instances (${instances} ${instanceType})`, monthHours * instances * price(instanceType));
  return { parts };
};
