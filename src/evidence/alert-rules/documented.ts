/** Units of what the clouds measure themselves, by namespaces and metrics. */
const units: { readonly [unit: string]: { readonly [namespace: string]: string } } = {
  // Sources: the metrics of each service in the documentation of AWS; Azure Monitor, supported metrics.
  seconds: {
    'AWS/ApplicationELB': 'TargetResponseTime',
    'AWS/ELB': 'Latency',
    'Microsoft.Web/sites': 'HttpResponseTime AverageResponseTime',
  },
  milliseconds: {
    'AWS/ApiGateway': 'Latency IntegrationLatency',
    'AWS/AppSync': 'Latency',
    'AWS/Bedrock': 'InvocationLatency TimeToFirstToken',
    'AWS/Bedrock/Agents': 'TotalTime TTFT ModelLatency',
    'AWS/Lambda': 'Duration',
    'AWS/States':
      'ExecutionTime ActivityTime ActivityRunTime ActivityScheduleTime LambdaFunctionTime LambdaFunctionRunTime ' +
      'LambdaFunctionScheduleTime ServiceIntegrationTime ServiceIntegrationRunTime ServiceIntegrationScheduleTime',
    'Microsoft.ApiManagement/service': 'Duration BackendDuration',
    'Microsoft.CognitiveServices/accounts':
      'Latency AzureOpenAITimeToResponse AzureOpenAITTLTInMS AzureOpenAINormalizedTTFTInMS AzureOpenAINormalizedTBTInMS',
    'Microsoft.Insights/components': 'requests/duration dependencies/duration availabilityResults/duration',
  },
  microseconds: { 'AWS/SageMaker': 'ModelLatency OverheadLatency' },
}

const known = new Map(
  Object.entries(units).flatMap(([unit, namespaces]) =>
    Object.entries(namespaces).flatMap(([namespace, names]) =>
      names.split(' ').map((name) => [`${namespace} ${name}`.toLowerCase(), unit] as const),
    ),
  ),
)

/** Source: Google Cloud metrics, each of these services: the latencies that it measures are in milliseconds. */
const latencies = /^(?:run|loadbalancing|aiplatform)\.googleapis\.com\/(?:[^/]{1,80}\/){0,8}(?:\w{1,80}_)?latencies$/

/** The unit in which a cloud says that it measures; undefined for what it does not measure, or not in times. */
export const documentedUnit = (namespace: string | undefined, name: string | undefined): string | undefined =>
  known.get(`${namespace} ${name}`.toLowerCase())

export const documentedGoogleUnit = (type: string): string | undefined =>
  latencies.test(type) ? 'milliseconds' : undefined
