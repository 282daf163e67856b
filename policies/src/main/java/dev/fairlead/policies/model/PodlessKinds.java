package dev.fairlead.policies.model;

import java.util.LinkedHashSet;
import java.util.Set;

/// The custom kinds in common use that make no Pods.
///
/// `build/podless-kinds` compares them with the schemas of published CustomResourceDefinitions.
/// They are in the code because the engine reads no files.
final class PodlessKinds {
  /// By API group. `*` says that no kind of the group makes Pods; a group that holds some that do
  /// (Prometheus, HelmRelease, Kafka) has its harmless kinds named singly.
  ///
  /// `*.services.k8s.aws` stands for every group with one label in place of the star. Of such a
  /// group, kinds with `!` may make Pods all the same.
  private static final String TABLE =
      """
      *.aws.crossplane.io: *
      *.aws.m.upbound.io: *
      *.aws.upbound.io: *
      *.azure.m.upbound.io: *
      *.azure.upbound.io: *
      *.azuread.m.upbound.io: *
      *.azuread.upbound.io: *
      *.cnrm.cloud.google.com: *
      *.gcp.m.upbound.io: *
      *.gcp.upbound.io: *
      *.services.k8s.aws: *
      about.k8s.io: *
      access.smi-spec.io: *
      access.strimzi.io: KafkaAccess
      acid.zalan.do: PostgresTeam
      acme.cert-manager.io: *
      aga.k8s.aws: *
      alertsmanagement.azure.com: *
      apiextensions.crossplane.io: CompositeResourceDefinition Composition CompositionRevision
      apiextensions.crossplane.io: EnvironmentConfig ManagedResourceActivationPolicy
      apiextensions.crossplane.io: ManagedResourceDefinition Usage
      apimanagement.azure.com: *
      apiserver.openshift.io: *
      apisix.apache.org: ApisixClusterConfig ApisixConsumer ApisixGlobalRule ApisixPluginConfig
      apisix.apache.org: ApisixRoute ApisixTls ApisixUpstream BackendTrafficPolicy Consumer
      apisix.apache.org: GatewayProxy HTTPRoutePolicy L4RoutePolicy PluginConfig
      app.azure.com: *
      appconfiguration.azure.com: *
      appgroup.diktyo.x-k8s.io: AppGroup
      application-networking.k8s.aws: *
      appmesh.k8s.aws: *
      appprotect.f5.com: *
      appprotectdos.f5.com: *
      apps.kruise.io: ContainerRecreateRequest EphemeralJob ImageListPullJob ImagePullJob NodeImage
      apps.kruise.io: NodePodProbe PersistentPodState PodProbeMarker PodUnavailableBudget
      apps.kruise.io: WorkloadSpread
      aquasecurity.github.io: *
      argoproj.io: AnalysisRun AnalysisTemplate AppProject Application ApplicationSet
      argoproj.io: ClusterAnalysisTemplate ClusterWorkflowTemplate WorkflowTaskResult
      argoproj.io: WorkflowTemplate
      auth.consul.hashicorp.com: TrafficPermissions
      authentication.istio.io: *
      authorization.azure.com: *
      authorization.openshift.io: *
      autoscaling.internal.knative.dev: *
      autoscaling.k8s.elastic.co: ElasticsearchAutoscaler
      autoscaling.k8s.io: *
      autoscaling.karmada.io: *
      autoscaling.x-k8s.io: CapacityBuffer CapacityQuota ProvisioningRequest
      aws.crossplane.io: *
      aws.upbound.io: *
      awspca.cert-manager.io: *
      azconfig.io: AzureAppConfigurationProvider
      azure.upbound.io: *
      barmancloud.cnpg.io: ObjectStore
      batch.azure.com: *
      bitnami.com: SealedSecret
      bootstrap.cluster.x-k8s.io: EKSConfig EKSConfigTemplate GKEConfig GKEConfigTemplate
      bootstrap.cluster.x-k8s.io: KubeadmConfig KubeadmConfigTemplate NodeadmConfig
      bootstrap.cluster.x-k8s.io: NodeadmConfigTemplate
      cache.azure.com: *
      caching.internal.knative.dev: *
      capsule.clastix.io: CapsuleConfiguration CustomQuota GlobalCustomQuota GlobalResourceQuota
      capsule.clastix.io: ResourcePool ResourcePoolClaim Tenant TenantOwner
      cdn.azure.com: *
      ceph.rook.io: CephBlockPool CephBlockPoolRadosNamespace CephBucketNotification CephBucketTopic
      ceph.rook.io: CephClient CephFilesystemSubVolumeGroup CephObjectRealm CephObjectStoreAccount
      ceph.rook.io: CephObjectStoreUser CephObjectZone CephObjectZoneGroup
      cert-manager.io: *
      chaos-mesh.org: AWSChaos AzureChaos BlockChaos DNSChaos GCPChaos HTTPChaos IOChaos JVMChaos
      chaos-mesh.org: KernelChaos NetworkChaos PhysicalMachine PhysicalMachineChaos PodChaos
      chaos-mesh.org: PodHttpChaos PodIOChaos PodNetworkChaos StressChaos TimeChaos
      cilium.io: *
      cis.f5.com: ExternalDNS IngressLink Policy TLSProfile TransportServer VirtualServer
      cloud.google.com: *
      cloud.network.openshift.io: *
      cluster.open-cluster-management.io: *
      cluster.redpanda.com: RedpandaRole Schema Topic User
      cluster.x-k8s.io: ClusterClass Machine MachineDeployment MachineDrainRule MachineHealthCheck
      cluster.x-k8s.io: MachinePool MachineSet
      cognitiveservices.azure.com: *
      compute.azure.com: *
      config.gatekeeper.sh: *
      config.istio.io: *
      config.karmada.io: *
      config.openservicemesh.io: ExtensionService MeshRootCertificate
      config.openshift.io: APIServer Authentication Build CRIOCredentialProviderConfig
      config.openshift.io: ClusterImagePolicy ClusterOperator Console DNS FeatureGate Image
      config.openshift.io: ImageContentPolicy ImageDigestMirrorSet ImagePolicy ImageTagMirrorSet
      config.openshift.io: Infrastructure Ingress InsightsDataGather Network Node OAuth Project
      config.openshift.io: Proxy Scheduler
      configuration.konghq.com: *
      connection.gatekeeper.sh: *
      console.openshift.io: *
      constraints.gatekeeper.sh: *
      consul.hashicorp.com: ControlPlaneRequestLimit ExportedServices GatewayPolicy IngressGateway
      consul.hashicorp.com: JWTProvider Mesh MeshService PeeringAcceptor PeeringDialer ProxyDefaults
      consul.hashicorp.com: RateLimit Registration RouteAuthFilter RouteExtProc RouteRetryFilter
      consul.hashicorp.com: RouteTLSSDSFilter RouteTimeoutFilter SamenessGroup ServiceDefaults
      consul.hashicorp.com: ServiceIntentions ServiceResolver ServiceRouter ServiceSplitter
      containerinstance.azure.com: *
      containerregistry.azure.com: *
      containerservice.azure.com: *
      containerservice.azure.upbound.io: !KubernetesClusterExtension !KubernetesFluxConfiguration
      contour.heptio.com: IngressRoute TLSCertificateDelegation
      controlplane.cluster.x-k8s.io: AWSManagedControlPlane AWSManagedControlPlaneTemplate
      controlplane.cluster.x-k8s.io: KubeadmControlPlane KubeadmControlPlaneTemplate
      controlplane.cluster.x-k8s.io: ROSAControlPlane
      core.cnrm.cloud.google.com: !ConfigConnector !ConfigConnectorContext
      core.haproxy.org: *
      crd.antrea.io: ClusterGroup ClusterNetworkPolicy Egress ExternalIPPool Group IPPool
      crd.antrea.io: NetworkPolicy Tier Traceflow
      crd.k8s.amazonaws.com: ENIConfig
      crd.projectcalico.org: *
      csi.ceph.io: CephConnection ClientProfile ClientProfileMapping
      dapr.io: Component Configuration HTTPEndpoint Resiliency Subscription
      datadoghq.com: DatadogDashboard DatadogMetric DatadogMonitor DatadogPodAutoscaler DatadogSLO
      datafactory.azure.com: *
      dataprotection.azure.com: *
      db.movetokube.com: Postgres PostgresUser
      dbformariadb.azure.com: *
      dbformysql.azure.com: *
      dbforpostgresql.azure.com: *
      devices.azure.com: *
      documentdb.azure.com: *
      eks.aws.crossplane.io: !Addon
      eks.aws.m.upbound.io: !Addon
      eks.aws.upbound.io: !Addon
      eks.services.k8s.aws: !Addon !Capability
      elbv2.k8s.aws: *
      emrcontainers.aws.crossplane.io: !JobRun
      emrcontainers.services.k8s.aws: !JobRun
      enterprise.gloo.solo.io: AuthConfig
      entra.azure.com: *
      eventgrid.azure.com: *
      eventhub.azure.com: *
      eventing.keda.sh: *
      eventing.knative.dev: EventPolicy EventType Trigger
      expansion.gatekeeper.sh: *
      extensions.istio.io: *
      external-secrets.io: *
      externaldata.gatekeeper.sh: *
      externaldns.k8s.io: *
      externaldns.nginx.org: DNSEndpoint
      fairlead.dev: *
      flagger.app: AlertProvider MetricTemplate
      fluentbit.fluent.io: ClusterFilter ClusterFluentBitConfig ClusterInput ClusterMultilineParser
      fluentbit.fluent.io: ClusterOutput ClusterParser Filter FluentBitConfig MultilineParser Output
      fluentbit.fluent.io: Parser
      fluentd.fluent.io: ClusterFilter ClusterFluentdConfig ClusterInput ClusterOutput Filter
      fluentd.fluent.io: FluentdConfig Input Output
      frrk8s.metallb.io: BGPSessionState FRRConfiguration FRRNodeState
      gateway.envoyproxy.io: Backend BackendTrafficPolicy ClientTrafficPolicy EnvoyExtensionPolicy
      gateway.envoyproxy.io: EnvoyPatchPolicy HTTPRouteFilter SecurityPolicy
      gateway.gloo.solo.io: DirectResponse
      gateway.k8s.aws: *
      gateway.kgateway.dev: Backend BackendConfigPolicy DirectResponse GatewayExtension
      gateway.kgateway.dev: HTTPListenerPolicy ListenerPolicy RoutePolicy TrafficPolicy Upstream
      gateway.networking.k8s.io: *
      gateway.networking.x-k8s.io: *
      gateway.nginx.org: AuthenticationFilter ClientSettingsPolicy ObservabilityPolicy
      gateway.nginx.org: ProxySettingsPolicy RateLimitPolicy SnippetsFilter SnippetsPolicy
      gateway.nginx.org: UpstreamSettingsPolicy
      gateway.solo.io: *
      gcp.upbound.io: *
      generators.external-secrets.io: *
      getambassador.io: AuthService ConsulResolver DevPortal Filter FilterPolicy Host
      getambassador.io: KubernetesEndpointResolver KubernetesServiceResolver Listener LogService
      getambassador.io: Mapping Module RateLimit RateLimitService TCPMapping TLSContext
      getambassador.io: TracingService
      gkehub.cnrm.cloud.google.com: !GKEHubFeature !GKEHubFeatureMembership
      gloo.solo.io: Proxy Settings Upstream UpstreamGroup
      grafana.integreatly.org: GrafanaAlertRuleGroup GrafanaContactPoint GrafanaDashboard
      grafana.integreatly.org: GrafanaDatasource GrafanaFolder GrafanaLibraryPanel GrafanaMuteTiming
      grafana.integreatly.org: GrafanaNotificationPolicy GrafanaNotificationPolicyRoute
      grafana.integreatly.org: GrafanaNotificationTemplate GrafanaServiceAccount
      groupsnapshot.storage.k8s.io: *
      helm.openshift.io: *
      hnc.x-k8s.io: HNCConfiguration HierarchicalResourceQuota HierarchyConfiguration
      hnc.x-k8s.io: SubnamespaceAnchor
      http.keda.sh: HTTPScaledObject
      hub.traefik.io: API APIAuth APIBundle APICatalogItem APIPlan APIPortal APIPortalAuth
      hub.traefik.io: APIRateLimit APIVersion AccessControlPolicy ManagedApplication
      hub.traefik.io: ManagedSubscription
      image.openshift.io: *
      image.toolkit.fluxcd.io: *
      incubator.ingress-controller.konghq.com: KongServiceFacade
      inference.networking.k8s.io: InferencePool
      inference.networking.x-k8s.io: InferenceModel InferenceModelRewrite InferenceObjective
      inference.networking.x-k8s.io: InferencePool InferencePoolImport
      infrastructure.cluster.x-k8s.io: AWSCluster AWSClusterControllerIdentity
      infrastructure.cluster.x-k8s.io: AWSClusterRoleIdentity AWSClusterStaticIdentity
      infrastructure.cluster.x-k8s.io: AWSClusterTemplate AWSFargateProfile AWSMachine
      infrastructure.cluster.x-k8s.io: AWSMachinePool AWSMachineTemplate AWSManagedCluster
      infrastructure.cluster.x-k8s.io: AWSManagedClusterTemplate AWSManagedMachinePool AzureCluster
      infrastructure.cluster.x-k8s.io: AzureClusterIdentity AzureClusterTemplate AzureMachine
      infrastructure.cluster.x-k8s.io: AzureMachinePool AzureMachinePoolMachine AzureMachineTemplate
      infrastructure.cluster.x-k8s.io: AzureManagedCluster AzureManagedClusterTemplate
      infrastructure.cluster.x-k8s.io: AzureManagedControlPlane AzureManagedControlPlaneTemplate
      infrastructure.cluster.x-k8s.io: AzureManagedMachinePool AzureManagedMachinePoolTemplate
      infrastructure.cluster.x-k8s.io: GCPCluster GCPClusterTemplate GCPMachine GCPMachinePool
      infrastructure.cluster.x-k8s.io: GCPMachineTemplate GCPManagedCluster
      infrastructure.cluster.x-k8s.io: GCPManagedClusterTemplate GCPManagedControlPlane
      infrastructure.cluster.x-k8s.io: GCPManagedControlPlaneTemplate GCPManagedMachinePool
      infrastructure.cluster.x-k8s.io: GCPManagedMachinePoolTemplate ROSACluster ROSAMachinePool
      infrastructure.cluster.x-k8s.io: VSphereCluster VSphereClusterIdentity VSphereClusterTemplate
      infrastructure.cluster.x-k8s.io: VSphereDeploymentZone VSphereFailureDomain VSphereMachine
      infrastructure.cluster.x-k8s.io: VSphereMachineTemplate VSphereVM
      ingress.operator.openshift.io: DNSRecord
      ingress.v1.haproxy.org: *
      ingress.v3.haproxy.org: *
      insights.azure.com: *
      ipam.cluster.x-k8s.io: *
      isindir.github.com: SopsSecret
      jetstream.nats.io: *
      k8gb.absa.oss: Gslb
      k8gb.io: Gslb ZoneDelegation
      k8s.bitwarden.com: BitwardenSecret
      k8s.cni.cncf.io: *
      k8s.mariadb.com: Connection Database ExternalMariaDB Grant User
      k8s.nginx.org: *
      k8s.ovn.org: *
      kafka.banzaicloud.io: KafkaTopic KafkaUser
      kafka.strimzi.io: KafkaConnector KafkaRebalance KafkaTopic KafkaUser
      karpenter.azure.com: *
      karpenter.k8s.aws: *
      karpenter.sh: *
      keda.sh: ClusterTriggerAuthentication ScaledObject TriggerAuthentication
      keyvault.azure.com: *
      konnect.konghq.com: KonnectAPIAuthConfiguration
      kubernetes-client.io: ExternalSecret
      kueue.x-k8s.io: *
      kuma.io: CircuitBreaker ContainerPatch Dataplane DataplaneInsight ExternalService
      kuma.io: FaultInjection HealthCheck HostnameGenerator Mesh MeshAccessLog MeshCircuitBreaker
      kuma.io: MeshExternalService MeshFaultInjection MeshGateway MeshGatewayRoute MeshHTTPRoute
      kuma.io: MeshHealthCheck MeshIdentity MeshInsight MeshLoadBalancingStrategy MeshMetric
      kuma.io: MeshMultiZoneService MeshOpenTelemetryBackend MeshPassthrough MeshProxyPatch
      kuma.io: MeshRateLimit MeshRetry MeshService MeshTCPRoute MeshTLS MeshTimeout MeshTrace
      kuma.io: MeshTrafficPermission MeshTrust MeshZoneAddress ProxyTemplate RateLimit Retry
      kuma.io: ServiceInsight Timeout TrafficLog TrafficPermission TrafficRoute TrafficTrace
      kuma.io: VirtualOutbound Zone ZoneInsight
      kusto.azure.com: *
      kustomize.toolkit.fluxcd.io: *
      kyverno.io: *
      linkerd.io: ServiceProfile
      llm-d.ai: InferenceModelRewrite InferenceObjective
      logging.banzaicloud.io: ClusterFlow ClusterOutput Flow LoggingRoute Output SyslogNGClusterFlow
      logging.banzaicloud.io: SyslogNGClusterOutput SyslogNGFlow SyslogNGOutput
      loki.grafana.com: AlertingRule RecordingRule RulerConfig
      longhorn.io: Backup BackupBackingImage BackupTarget BackupVolume Node Orphan RecurringJob
      longhorn.io: Setting Snapshot
      machine.openshift.io: *
      machineconfiguration.openshift.io: ContainerRuntimeConfig KubeletConfig MachineConfig
      machineconfiguration.openshift.io: MachineConfigNode MachineConfigPool PinnedImageSet
      machinelearningservices.azure.com: *
      managedidentity.azure.com: *
      messaging.knative.dev: Subscription
      metallb.io: AddressPool BFDProfile BGPAdvertisement BGPPeer Community ConfigurationState
      metallb.io: IPAddressPool L2Advertisement ServiceBGPStatus ServiceL2Status
      monitor.azure.com: *
      monitoring.coreos.com: AlertmanagerConfig PodMonitor Probe PrometheusRule ScrapeConfig
      monitoring.coreos.com: ServiceMonitor
      monitoring.googleapis.com: *
      monitoring.grafana.com: PodLogs
      monitoring.openshift.io: AlertRelabelConfig AlertingRule
      multicluster.x-k8s.io: *
      mutations.gatekeeper.sh: *
      mysql.presslabs.org: MysqlDatabase MysqlUser
      net.gke.io: *
      network.azure.com: *
      network.frontdoor.azure.com: *
      network.openshift.io: *
      networking.gke.io: *
      networking.internal.knative.dev: *
      networking.istio.io: *
      networking.k8s.aws: PolicyEndpoint
      networktopology.diktyo.x-k8s.io: NetworkTopology
      nfd.k8s-sigs.io: *
      nmstate.io: NodeNetworkConfigurationEnactment NodeNetworkConfigurationPolicy NodeNetworkState
      nodeinfo.volcano.sh: Numatopology
      notification.toolkit.fluxcd.io: *
      notificationhubs.azure.com: *
      oauth.openshift.io: *
      objectbucket.io: *
      objectstorage.k8s.io: *
      onepassword.com: OnePasswordItem
      openreports.io: *
      opensearch.opster.io: OpenSearchISMPolicy OpensearchActionGroup OpensearchComponentTemplate
      opensearch.opster.io: OpensearchIndexTemplate OpensearchRole OpensearchSnapshotPolicy
      opensearch.opster.io: OpensearchTenant OpensearchUser OpensearchUserRoleBinding
      opensearch.org: OpenSearchISMPolicy OpensearchActionGroup OpensearchComponentTemplate
      opensearch.org: OpensearchIndexTemplate OpensearchRole OpensearchSnapshotPolicy
      opensearch.org: OpensearchTenant OpensearchUser OpensearchUserRoleBinding
      opentelemetry.io: Instrumentation
      operationalinsights.azure.com: *
      operator.openshift.io: ImageContentSourcePolicy
      operator.victoriametrics.com: VMAlertmanagerConfig VMNodeScrape VMPodScrape VMProbe VMRule
      operator.victoriametrics.com: VMScrapeConfig VMServiceScrape VMStaticScrape VMUser
      operators.coreos.com: OperatorCondition OperatorGroup
      perses.dev: PersesDashboard PersesDatasource PersesGlobalDatasource
      pkg.crossplane.io: ImageConfig Lock
      platform.confluent.io: ClusterLink ConfluentRolebinding Connector KafkaRestClass KafkaTopic
      platform.confluent.io: Schema SchemaExporter
      policies.kubewarden.io: AdmissionPolicy AdmissionPolicyGroup ClusterAdmissionPolicy
      policies.kubewarden.io: ClusterAdmissionPolicyGroup
      policies.kyverno.io: *
      policy.cert-manager.io: *
      policy.karmada.io: *
      policy.kruise.io: *
      policy.linkerd.io: *
      policy.networking.k8s.io: *
      policy.openservicemesh.io: *
      postgresql.cnpg.io: Backup ClusterImageCatalog Database DatabaseRole FailoverQuorum
      postgresql.cnpg.io: ImageCatalog Publication ScheduledBackup Subscription
      project.openshift.io: *
      projectcalico.org: *
      projectcontour.io: ContourConfiguration ExtensionService HTTPProxy TLSCertificateDelegation
      protection.crossplane.io: *
      pyrra.dev: ServiceLevelObjective
      quota.azure.com: *
      quota.openshift.io: *
      rabbitmq.com: Binding Exchange Federation OperatorPolicy Permission Policy Queue
      rabbitmq.com: SchemaReplication Shovel SuperStream TopicPermission User Vhost
      ratelimit.solo.io: RateLimitConfig
      rbac.istio.io: *
      redhatopenshift.azure.com: *
      reports.kyverno.io: *
      resolution.tekton.dev: ResolutionRequest
      resources.azure.com: *
      ricoberger.de: VaultSecret
      route.openshift.io: *
      runtime.cluster.x-k8s.io: ExtensionConfig
      scheduling.volcano.sh: PodGroup Queue
      scheduling.x-k8s.io: ElasticQuota PodGroup
      search.azure.com: *
      secretgenerator.mittwald.de: *
      secrets-store.csi.x-k8s.io: *
      secrets.doppler.com: DopplerSecret
      secrets.hashicorp.com: CSISecrets HCPAuth HCPVaultSecretsApp SecretTransformation VaultAuth
      secrets.hashicorp.com: VaultAuthGlobal VaultConnection VaultDynamicSecret VaultPKISecret
      secrets.hashicorp.com: VaultStaticSecret
      secrets.infisical.com: *
      security-profiles-operator.x-k8s.io: SeccompProfile
      security.istio.io: *
      security.openshift.io: *
      servicebus.azure.com: *
      services.k8s.aws: *
      serving.knative.dev: DomainMapping Route
      sharedresource.openshift.io: *
      signalrservice.azure.com: *
      sloth.slok.dev: PrometheusServiceLevel
      snapshot.storage.k8s.io: *
      source.toolkit.fluxcd.io: *
      sources.knative.dev: SinkBinding
      specs.smi-spec.io: *
      spire.spiffe.io: ClusterFederatedTrustDomain ClusterSPIFFEID ClusterStaticEntry
      split.smi-spec.io: *
      spv.no: AzureKeyVaultSecret
      sql.azure.com: *
      stackconfigpolicy.k8s.elastic.co: StackConfigPolicy
      status.gatekeeper.sh: *
      storage.azure.com: *
      sts.min.io: PolicyBinding
      subscription.azure.com: *
      synapse.azure.com: *
      syncset.gatekeeper.sh: *
      tekton.dev: ClusterTask Pipeline StepAction Task VerificationPolicy
      telemetry.istio.io: *
      templates.gatekeeper.sh: *
      topology.node.k8s.io: *
      topology.volcano.sh: HyperNode
      traefik.containo.us: *
      traefik.io: *
      triggers.tekton.dev: ClusterInterceptor ClusterTriggerBinding Trigger TriggerBinding
      triggers.tekton.dev: TriggerTemplate
      trust.cert-manager.io: Bundle
      user.openshift.io: *
      velero.io: Backup BackupStorageLocation DeleteBackupRequest DownloadRequest Schedule
      velero.io: ServerStatusRequest VolumeSnapshotLocation
      vpcresources.k8s.aws: *
      web.azure.com: *
      wgpolicyk8s.io: *
      whereabouts.cni.cncf.io: *
      workload.linkerd.io: ExternalWorkload
      """;

  private PodlessKinds() {}

  /// As settings write them: groups (`cert-manager.io`), kinds (`argoproj.io/Application`), and
  /// beyond that families of groups (`*.services.k8s.aws`) and what is left out of them
  /// (`!eks.services.k8s.aws/Addon`).
  static Set<String> common() {
    var names = new LinkedHashSet<String>();
    TABLE.lines().forEach(line -> addFrom(line, names));
    return names;
  }

  private static void addFrom(String line, Set<String> names) {
    var colon = line.indexOf(':');
    var group = line.substring(0, colon);
    for (var kind : line.substring(colon + 1).strip().split(" ", -1)) {
      if (kind.equals("*")) {
        names.add(group);
      } else if (kind.startsWith("!")) {
        names.add("!" + group + "/" + kind.substring(1));
      } else {
        names.add(group + "/" + kind);
      }
    }
  }
}
